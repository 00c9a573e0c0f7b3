#include <mutex>
#include <shared_mutex>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

class ReadersAndWriters : public KernelTest {
  protected:
    // A task that holds the lock for a while, and says when it got it.
    void spawn_reader(const TaskOptions& task, Duration hold = Duration(0)) {
        spawn(task, [this, hold] {
            log(lock.acquire_read());
            log_time("reads");
            sleep_for(hold);
            expect_ok(lock.release_read());
        });
    }
    void spawn_writer(const TaskOptions& task, Duration hold = Duration(0)) {
        spawn(task, [this, hold] {
            log(lock.acquire_write());
            log_time("writes");
            sleep_for(hold);
            expect_ok(lock.release_write());
        });
    }

    RwLock lock{"table"};
};

TEST_F(ReadersAndWriters, many_read_or_one_writes) {
    run([&] {
        EXPECT_EQ(lock.acquire_read(), Status::ok);
        EXPECT_EQ(lock.acquire_read(1s), Status::ok);
        EXPECT_EQ(lock.try_acquire_read(), Status::ok);
        EXPECT_EQ(lock.readers(), 3U);
        EXPECT_EQ(lock.owner(), nullptr);
        EXPECT_EQ(lock.try_acquire_write(), Status::would_block);
        EXPECT_EQ(lock.acquire_write(1ms), Status::timeout);
        for (int i = 0; i < 3; ++i)
            EXPECT_EQ(lock.release_read(), Status::ok);
        EXPECT_EQ(lock.readers(), 0U);

        EXPECT_EQ(lock.acquire_write(), Status::ok);
        EXPECT_EQ(lock.owner(), &current());
        EXPECT_EQ(lock.try_acquire_write(), Status::would_block);
        EXPECT_EQ(lock.try_acquire_read(), Status::would_block);
        EXPECT_EQ(lock.acquire_read(0ns), Status::timeout);
        EXPECT_EQ(lock.release_write(), Status::ok);
        EXPECT_EQ(lock.try_acquire_write(), Status::ok);
        EXPECT_EQ(lock.release_write(), Status::ok);
    });
    EXPECT_STREQ(lock.name(), "table");
}

TEST_F(ReadersAndWriters, only_holders_may_release) {
    run([&] {
        EXPECT_EQ(lock.release_read(), Status::not_owner);
        EXPECT_EQ(lock.release_write(), Status::not_owner);
        expect_ok(lock.acquire_read());
        EXPECT_EQ(lock.release_write(), Status::not_owner);
        expect_ok(lock.release_read());
        expect_ok(lock.acquire_write());
        EXPECT_EQ(lock.release_read(), Status::not_owner);
        spawn("thief", [&] { log(lock.release_write()); });
        yield();
        expect_ok(lock.release_write());
    });
    EXPECT_EQ(trace(), "thief:not_owner");
}

TEST_F(ReadersAndWriters, writer_who_takes_it_again_gets_deadlock) {
    run([&] {
        expect_ok(lock.acquire_write());
        EXPECT_EQ(lock.acquire_write(), Status::deadlock);
        EXPECT_EQ(lock.acquire_read(), Status::deadlock);
        EXPECT_EQ(lock.acquire_write(1ms), Status::timeout) << "with a deadline no wait is for ever";
        expect_ok(lock.release_write());
    });
}

TEST_F(ReadersAndWriters, cycle_through_a_writer_and_a_mutex_is_a_deadlock) {
    Mutex mutex;
    run([&] {
        expect_ok(mutex.acquire());
        spawn("a", [&] {
            expect_ok(lock.acquire_write());
            log(mutex.acquire());
            expect_ok(lock.release_write());
            expect_ok(mutex.release());
        });
        yield();
        log(lock.acquire_read());
        log(lock.acquire_write());
        expect_ok(mutex.release());
    });
    EXPECT_EQ(trace(), "main:deadlock main:deadlock a:ok");
}

TEST_F(ReadersAndWriters, waiters_are_served_in_arrival_order_adjacent_readers_together) {
    run([&] {
        spawn_writer({.name = "w1"}, 10ms);
        spawn_reader({.name = "r1"}, 10ms);
        spawn_reader({.name = "r2"}, 20ms);
        spawn_writer({.name = "w2"}, 10ms);
        spawn_writer({.name = "w3"}, 10ms);
        spawn_reader({.name = "r3"}, 10ms);
    });
    EXPECT_EQ(trace(),
              "w1:ok w1:writes@0 r1:ok r1:reads@10 r2:ok r2:reads@10 w2:ok w2:writes@30 w3:ok w3:writes@40 "
              "r3:ok r3:reads@50");
}

TEST_F(ReadersAndWriters, endless_readers_do_not_starve_a_writer) {
    bool stop = false;
    run([&] {
        // At any time one of the two reads.
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                while (!stop) {
                    expect_ok(lock.acquire_read());
                    sleep_for(10ms);
                    expect_ok(lock.release_read());
                }
            });
            sleep_for(5ms);
        }
        sleep_for(2ms);
        EXPECT_EQ(lock.readers(), 2U);
        expect_ok(lock.acquire_write());
        log_time();
        EXPECT_EQ(lock.readers(), 0U);
        stop = true;
        expect_ok(lock.release_write());
    });
    EXPECT_EQ(trace(), "main@20");
}

TEST_F(ReadersAndWriters, endless_writers_do_not_starve_a_reader) {
    bool stop = false;
    run([&] {
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                while (!stop) {
                    expect_ok(lock.acquire_write());
                    sleep_for(10ms);
                    expect_ok(lock.release_write());
                }
            });
        }
        sleep_for(5ms);
        expect_ok(lock.acquire_read());
        log_time();
        stop = true;
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "main@20");
}

TEST_F(ReadersAndWriters, lock_goes_to_the_waiter_and_nobody_snatches_it) {
    run([&] {
        expect_ok(lock.acquire_read());
        spawn("w", [&] {
            log(lock.acquire_write());
            expect_ok(lock.release_write());
        });
        yield();
        log(lock.try_acquire_read());
        expect_ok(lock.release_read());
        EXPECT_STREQ(lock.owner()->name(), "w");
        log(lock.try_acquire_read());
        log(lock.try_acquire_write());
    });
    EXPECT_EQ(trace(), "main:would_block main:would_block main:would_block w:ok");
}

TEST_F(ReadersAndWriters, higher_reader_passes_a_lower_writer_who_waits) {
    run([&] {
        expect_ok(lock.acquire_read());
        spawn_writer(at_level("w", kLow));
        sleep_for(1ms);
        spawn_reader(at_level("high", kHigh));
        spawn_reader(at_level("low", kLow));
        sleep_for(1ms);
        log();
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "high:ok high:reads@1 main w:ok w:writes@2 low:ok low:reads@2");
}

TEST_F(ReadersAndWriters, writer_who_gives_up_lets_the_readers_behind_it_in_at_once) {
    run([&] {
        expect_ok(lock.acquire_read());
        spawn("w", [&] { log(lock.acquire_write(10ms)); });
        spawn_reader({.name = "a"});
        spawn_reader({.name = "b"});
        spawn_writer({.name = "last"});
        sleep_for(20ms);
        EXPECT_EQ(lock.readers(), 1U);
        expect_ok(lock.release_read());
    });
    // The readers are let in by the deadline itself, before the writer hears of it.
    EXPECT_EQ(trace(), "a:ok a:reads@10 b:ok b:reads@10 w:timeout last:ok last:writes@20");
}

TEST_F(ReadersAndWriters, readers_need_not_wait_until_a_writer_who_gave_up_runs) {
    run([&] {
        expect_ok(lock.acquire_read());
        const auto deadline = Clock::now() + 10ms;
        spawn(at_level("w", kLow), [&, deadline] { log(lock.acquire_write(deadline)); });
        spawn_reader(at_level("r", kLow));
        sleep_for(1ms);
        EXPECT_EQ(lock.readers(), 1U);
        sleep_until(deadline);
        log(static_cast<long>(lock.readers()));
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "main=2 r:ok r:reads@10 w:timeout");
}

TEST_F(ReadersAndWriters, reader_who_gives_up_leaves_its_place) {
    run([&] {
        expect_ok(lock.acquire_write());
        spawn("r", [&] { log(lock.acquire_read(5ms)); });
        spawn_writer({.name = "w"});
        sleep_for(10ms);
        expect_ok(lock.release_write());
        EXPECT_EQ(lock.readers(), 0U);
    });
    EXPECT_EQ(trace(), "r:timeout w:ok w:writes@10");
}

TEST_F(ReadersAndWriters, writer_inherits_the_level_of_readers_and_writers_who_wait) {
    run([&] {
        const auto owner = spawn(at_level("owner", kLow), [&] {
            expect_ok(lock.acquire_write());
            sleep_for(2ms);
            log("both", current().level());
            sleep_for(10ms);
            log("one", current().level());
            expect_ok(lock.release_write());
            log("none", current().level());
        });
        sleep_for(1ms);
        spawn(at_level("w", kHigher), [&] { log(lock.acquire_write(5ms)); });
        spawn_reader(at_level("r", kHigh));
        expect_ok(owner.join());
    });
    EXPECT_EQ(trace(), "owner:both=" + std::to_string(kHigher) + " w:timeout owner:one=" + std::to_string(kHigh) +
                           " r:ok r:reads@12 owner:none=" + std::to_string(kLow));
}

TEST_F(ReadersAndWriters, abandoned_lock_says_so_until_a_writer_has_taken_it) {
    run([&] {
        const auto hold = [&] { expect_ok(lock.acquire_write()); };
        expect_ok(spawn("a", hold).join());
        EXPECT_EQ(lock.owner(), nullptr);
        EXPECT_EQ(lock.release_write(), Status::not_owner);
        EXPECT_EQ(lock.acquire_read(), Status::owner_dead);
        EXPECT_EQ(lock.try_acquire_read(), Status::owner_dead);
        EXPECT_EQ(lock.acquire_write(1ms), Status::timeout);
        EXPECT_EQ(lock.release_read(), Status::ok);
        spawn("w", [&] {
            log(lock.acquire_write());
            expect_ok(lock.release_write());
        });
        yield();
        EXPECT_EQ(lock.release_read(), Status::ok);
        yield();
        EXPECT_EQ(lock.acquire_read(), Status::ok) << "a writer has been told";
        EXPECT_EQ(lock.release_read(), Status::ok);

        expect_ok(spawn("b", hold).join());
        EXPECT_EQ(lock.try_acquire_write(), Status::owner_dead);
        EXPECT_EQ(lock.release_write(), Status::ok);
        EXPECT_EQ(lock.acquire_write(), Status::ok);
        EXPECT_EQ(lock.release_write(), Status::ok);
    });
    EXPECT_EQ(trace(), "w:owner_dead");
}

TEST_F(ReadersAndWriters, end_of_a_writer_lets_the_next_in_and_tells_them) {
    run([&] {
        spawn("holder", [&] {
            expect_ok(lock.acquire_write());
            sleep_for(10ms);
        });
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                log(lock.acquire_read());
                sleep_for(10ms);
                expect_ok(lock.release_read());
            });
        }
        spawn("w", [&] {
            log(lock.acquire_write());
            expect_ok(lock.release_write());
        });
        spawn_reader({.name = "c"});
    });
    EXPECT_EQ(trace(), "a:owner_dead b:owner_dead w:owner_dead c:ok c:reads@20");
}

TEST_F(ReadersAndWriters, writer_who_is_terminated_while_it_waits_lets_the_readers_behind_it_in) {
    run([&] {
        expect_ok(lock.acquire_read());
        const auto writer = spawn("w", [&] { log(lock.acquire_write()); });
        spawn_reader({.name = "a"});
        spawn_reader({.name = "b"});
        yield();
        expect_ok(writer->terminate());
        EXPECT_EQ(lock.readers(), 3U);
        check_invariants();
        yield();
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "a:ok a:reads@0 b:ok b:reads@0");
}

TEST_F(ReadersAndWriters, writer_who_is_cancelled_lets_the_readers_behind_it_in) {
    run([&] {
        expect_ok(lock.acquire_read());
        const auto writer = spawn("w", [&] { log(lock.acquire_write()); });
        spawn_reader({.name = "r"});
        yield();
        expect_ok(writer->cancel());
        EXPECT_EQ(lock.readers(), 2U);
        yield();
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "r:ok r:reads@0 w:cancelled");
}

TEST_F(ReadersAndWriters, terminated_writer_leaves_an_abandoned_lock_to_the_next) {
    run([&] {
        const auto writer = spawn("w", [&] {
            lock.lock();
            sleep_for(1h);
        });
        spawn(at_level("r", kHigh), [&] {
            sleep_for(1ms);
            log(lock.acquire_read());
            expect_ok(lock.release_read());
        });
        sleep_for(2ms);
        EXPECT_EQ(writer->level(), kHigh);
        expect_ok(writer->terminate());
        log(lock.acquire_write());
        log(lock.release_write());
    });
    EXPECT_EQ(trace(), "r:owner_dead main:owner_dead main:ok");
}

TEST_F(ReadersAndWriters, locks_of_a_terminated_writer_go_each_to_one_task_even_if_a_select_waits_for_all) {
    RwLock other;
    run([&] {
        const auto writer = spawn("w", [&] {
            other.lock();
            lock.lock();
            sleep_for(1h);
        });
        yield();
        spawn("s", [&] {
            const Selected selected = select(on_write(lock), on_write(other));
            EXPECT_EQ(selected.status, Status::owner_dead);
            log(static_cast<long>(selected.index));
            yield();
            expect_ok((selected.index == 0 ? lock : other).release_write());
        });
        spawn("a", [&] {
            log(lock.acquire_write());
            expect_ok(lock.release_write());
        });
        spawn("b", [&] {
            log(other.acquire_write());
            expect_ok(other.release_write());
        });
        yield();
        expect_ok(writer->terminate());
        check_invariants();
    });
    EXPECT_EQ(trace(), "s=0 b:owner_dead a:ok");
}

TEST_F(ReadersAndWriters, lock_forms_are_not_ended_by_cancel) {
    run([&] {
        expect_ok(lock.acquire_write());
        const auto reader = spawn("r", [&] {
            lock.lock_shared();
            EXPECT_TRUE(cancel_requested());
            log("locked");
            lock.unlock_shared();
        });
        yield();
        expect_ok(reader->cancel());
        yield();
        expect_ok(lock.release_write());
    });
    EXPECT_EQ(trace(), "r:locked");
}

TEST_F(ReadersAndWriters, select_takes_the_lock_as_the_calls_do) {
    Semaphore semaphore(0);
    run([&] {
        EXPECT_EQ(try_select(on_read(lock)), (Selected{0, Status::ok}));
        EXPECT_EQ(lock.readers(), 1U);
        EXPECT_EQ(try_select(on_write(lock)).status, Status::would_block);
        expect_ok(lock.release_read());
        EXPECT_EQ(try_select(on_write(lock)), (Selected{0, Status::ok}));
        EXPECT_EQ(try_select(on_write(lock)), (Selected{0, Status::deadlock}));
        EXPECT_EQ(try_select(on_read(lock)), (Selected{0, Status::deadlock}));
        spawn(at_level("s", kHigh), [&] {
            log(static_cast<long>(select(on_acquire(semaphore), on_write(lock)).index));
            expect_ok(lock.release_write());
        });
        sleep_for(1ms);
        EXPECT_EQ(current().level(), kHigh) << "inherited";
        expect_ok(lock.release_write());
        EXPECT_EQ(current().level(), kMain);
    });
    EXPECT_EQ(trace(), "s=1");
}

TEST_F(ReadersAndWriters, select_that_goes_through_elsewhere_lets_the_readers_behind_its_write_case_in) {
    Semaphore semaphore(0);
    run([&] {
        expect_ok(lock.acquire_read());
        spawn("s", [&] { log(static_cast<long>(select(on_write(lock), on_acquire(semaphore)).index)); });
        spawn_reader({.name = "a"});
        yield();
        expect_ok(semaphore.release());
        EXPECT_EQ(lock.readers(), 2U);
        check_invariants();
        yield();
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "a:ok a:reads@0 s=1");
}

TEST_F(ReadersAndWriters, select_for_reading_or_writing_takes_it_once) {
    run([&] {
        expect_ok(lock.acquire_write());
        spawn("s", [&] {
            log(static_cast<long>(select(on_write(lock), on_read(lock)).index));
            EXPECT_EQ(lock.readers(), 0U);
            expect_ok(lock.release_write());
        });
        spawn_reader({.name = "a"});
        yield();
        expect_ok(lock.release_write());
        check_invariants();
    });
    EXPECT_EQ(trace(), "s=0 a:ok a:reads@0");
}

TEST_F(ReadersAndWriters, kernel_ends_while_daemons_wait) {
    run([&] {
        expect_ok(lock.acquire_read());
        spawn({.name = "w", .daemon = true}, [&] { log(lock.acquire_write(1h)); });
        spawn({.name = "r", .daemon = true}, [&] { log(lock.acquire_read()); });
        yield();
        log();
        expect_ok(lock.release_read());
    });
    EXPECT_EQ(trace(), "main");
    EXPECT_FALSE(lock.has_waiters());
    EXPECT_EQ(lock.readers(), 0U);
}

TEST_F(ReadersAndWriters, standard_guards_work) {
    run([&] {
        {
            const std::shared_lock one(lock);
            const std::shared_lock two(lock, 1ms);
            EXPECT_TRUE(two.owns_lock());
            EXPECT_EQ(lock.readers(), 2U);
            EXPECT_FALSE(std::unique_lock(lock, std::try_to_lock).owns_lock());
            EXPECT_FALSE(std::unique_lock(lock, 1ms).owns_lock());
            EXPECT_FALSE(std::unique_lock(lock, Clock::now() + 1ms).owns_lock());
        }
        {
            const std::lock_guard guard(lock);
            EXPECT_EQ(lock.owner(), &current());
            EXPECT_FALSE(std::shared_lock(lock, std::try_to_lock).owns_lock());
            EXPECT_FALSE(std::shared_lock(lock, Clock::now() + 1ms).owns_lock());
        }
        const std::scoped_lock guard(lock);
        EXPECT_EQ(lock.readers(), 0U);
    });
}

TEST_F(ReadersAndWriters, exclusion_holds_whoever_gives_up_and_at_whatever_level) {
    int writing = 0;
    int reading = 0;
    int done = 0;
    int gave_up = 0;
    run([&] {
        for (Level i = 0; i < 8; ++i) {
            spawn(at_level("task", kHigh + i % 3), [&, i] {
                Random random(i);
                for (int round = 0; round < 50; ++round) {
                    sleep_for(random.below(3) * 1ms);
                    const bool writes = random.below(3) == 0;
                    const auto patience = random.below(6) * 1ms;
                    const Status status = writes ? lock.acquire_write(patience) : lock.acquire_read(patience);
                    if (status != Status::ok) {
                        EXPECT_EQ(status, Status::timeout);
                        ++gave_up;
                        continue;
                    }
                    ++(writes ? writing : reading);
                    EXPECT_TRUE(writing == 0 || (writing == 1 && reading == 0));
                    check_invariants();
                    sleep_for(random.below(4) * 1ms);
                    --(writes ? writing : reading);
                    expect_ok(writes ? lock.release_write() : lock.release_read());
                    ++done;
                }
            });
        }
    });
    EXPECT_EQ(done + gave_up, 8 * 50);
    EXPECT_GT(done, 50);
    EXPECT_GT(gave_up, 50);
    EXPECT_FALSE(lock.has_waiters());
}

TEST_F(ReadersAndWriters, readers_never_see_half_a_write) {
    int left = 0;
    int right = 0;
    int reads = 0;
    run([&] {
        for (int writer = 0; writer < 3; ++writer) {
            spawn("writer", [&, writer] {
                for (int i = 0; i < 10; ++i) {
                    const std::lock_guard guard(lock);
                    ++left;
                    sleep_for((writer + 1) * 1ms);
                    ++right;
                }
            });
        }
        for (int reader = 0; reader < 5; ++reader) {
            spawn("reader", [&, reader] {
                for (int i = 0; i < 10; ++i) {
                    const std::shared_lock guard(lock);
                    const int seen = left;
                    EXPECT_EQ(left, right);
                    sleep_for((reader + 1) * 1ms);
                    EXPECT_EQ(left, seen);
                    ++reads;
                }
            });
        }
    });
    EXPECT_EQ(left, 30);
    EXPECT_EQ(right, 30);
    EXPECT_EQ(reads, 50);
}

}  // namespace
}  // namespace baton::test
