#include <array>
#include <mutex>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// --- What Mutex and RecursiveMutex have in common -------------------------------------------------------------------

template <class T>
class AnyMutex : public KernelTest {};

using Kinds = testing::Types<Mutex, RecursiveMutex>;
TYPED_TEST_SUITE(AnyMutex, Kinds);

TYPED_TEST(AnyMutex, has_one_owner_at_a_time) {
    TypeParam mutex("door");
    this->run([&] {
        EXPECT_EQ(mutex.owner(), nullptr);
        EXPECT_EQ(mutex.acquire(), Status::ok);
        EXPECT_EQ(mutex.owner(), &current());
        spawn("a", [&] {
            this->log(mutex.try_acquire());
            this->log(mutex.acquire(0ns));
            this->log(mutex.acquire(Clock::now()));
            this->log(mutex.acquire(5ms));
            this->log_time();
        });
        sleep_for(10ms);
        EXPECT_EQ(mutex.release(), Status::ok);
        EXPECT_EQ(mutex.owner(), nullptr);
        EXPECT_EQ(mutex.try_acquire(), Status::ok);
        EXPECT_EQ(mutex.release(), Status::ok);
    });
    EXPECT_EQ(this->trace(), "a:would_block a:timeout a:timeout a:timeout a@5");
    EXPECT_STREQ(mutex.name(), "door");
}

TYPED_TEST(AnyMutex, release_hands_it_to_the_first_waiter_and_nobody_snatches_it) {
    TypeParam mutex;
    this->run([&] {
        expect_ok(mutex.acquire());
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                this->log(mutex.acquire());
                yield();
                expect_ok(mutex.release());
            });
        }
        yield();
        expect_ok(mutex.release());
        EXPECT_STREQ(mutex.owner()->name(), "a");
        this->log(mutex.try_acquire());
        this->log(mutex.acquire());
        expect_ok(mutex.release());
    });
    EXPECT_EQ(this->trace(), "main:would_block a:ok b:ok c:ok main:ok");
}

TYPED_TEST(AnyMutex, release_hands_it_to_the_highest_waiter) {
    TypeParam mutex;
    this->run([&] {
        expect_ok(mutex.acquire());
        for (const TaskOptions& task : {at_level("low", kLow), at_level("high", kHigh), at_level("b", kMain)}) {
            spawn(task, [&] {
                this->log(mutex.acquire());
                expect_ok(mutex.release());
            });
        }
        sleep_for(1ms);
        expect_ok(mutex.release());
        this->log();
    });
    EXPECT_EQ(this->trace(), "high:ok main b:ok low:ok");
}

TYPED_TEST(AnyMutex, only_its_owner_may_release_it) {
    TypeParam mutex;
    this->run([&] {
        EXPECT_EQ(mutex.release(), Status::not_owner) << "free";
        expect_ok(mutex.acquire());
        spawn("a", [&] { this->log(mutex.release()); });
        yield();
        EXPECT_EQ(mutex.owner(), &current());
        EXPECT_EQ(mutex.release(), Status::ok);
        EXPECT_EQ(mutex.release(), Status::not_owner);
    });
    EXPECT_EQ(this->trace(), "a:not_owner");
}

TYPED_TEST(AnyMutex, standard_guards_work) {
    TypeParam mutex;
    TypeParam other;
    this->run([&] {
        {
            const std::lock_guard guard(mutex);
            EXPECT_EQ(mutex.owner(), &current());
        }
        EXPECT_EQ(mutex.owner(), nullptr);
        {
            std::unique_lock guard(mutex, std::defer_lock);
            EXPECT_FALSE(guard.owns_lock());
            EXPECT_TRUE(guard.try_lock());
            guard.unlock();
            EXPECT_TRUE(guard.try_lock_for(1ms));
            guard.unlock();
            EXPECT_TRUE(guard.try_lock_until(Clock::now() + 1ms));
        }
        EXPECT_EQ(mutex.owner(), nullptr);
        {
            const std::scoped_lock both(mutex, other);
            EXPECT_EQ(mutex.owner(), &current());
            EXPECT_EQ(other.owner(), &current());
            spawn("a", [&] {
                std::unique_lock guard(mutex, std::defer_lock);
                this->log(guard.try_lock());
                this->log(guard.try_lock_for(5ms));
                this->log(guard.try_lock_until(Clock::now() + 5ms));
            });
            sleep_for(20ms);
        }
        EXPECT_EQ(other.owner(), nullptr);
    });
    EXPECT_EQ(this->trace(), "a=0 a=0 a=0");
}

TYPED_TEST(AnyMutex, scoped_locks_in_opposite_order_do_not_deadlock) {
    TypeParam first;
    TypeParam second;
    int rounds = 0;
    this->run([&] {
        const auto work = [&](TypeParam& a, TypeParam& b) {
            for (int i = 0; i < 20; ++i) {
                const std::scoped_lock both(a, b);
                yield();
                ++rounds;
            }
        };
        spawn("a", work, std::ref(first), std::ref(second));
        spawn("b", work, std::ref(second), std::ref(first));
    });
    EXPECT_EQ(rounds, 40);
}

TYPED_TEST(AnyMutex, protects_a_counter) {
    TypeParam mutex;
    int counter = 0;
    this->run([&] {
        for (int task = 0; task < 10; ++task) {
            spawn("a", [&] {
                for (int i = 0; i < 10; ++i) {
                    const std::lock_guard guard(mutex);
                    const int seen = counter;
                    yield();
                    counter = seen + 1;
                }
            });
        }
    });
    EXPECT_EQ(counter, 100);
}

TYPED_TEST(AnyMutex, owner_that_ended_is_told_to_the_next_one) {
    TypeParam mutex;
    this->run([&] {
        const auto hold = [&] { expect_ok(mutex.acquire()); };
        expect_ok(spawn("a", hold).join());
        EXPECT_EQ(mutex.owner(), nullptr);
        EXPECT_EQ(mutex.acquire(), Status::owner_dead);
        EXPECT_EQ(mutex.owner(), &current());
        EXPECT_EQ(mutex.release(), Status::ok);
        EXPECT_EQ(mutex.acquire(), Status::ok) << "told once";
        EXPECT_EQ(mutex.release(), Status::ok);

        expect_ok(spawn("b", hold).join());
        EXPECT_EQ(mutex.try_acquire(), Status::owner_dead);
        EXPECT_EQ(mutex.release(), Status::ok);
        expect_ok(spawn("c", hold).join());
        EXPECT_EQ(mutex.acquire(0ns), Status::owner_dead);
        EXPECT_EQ(mutex.release(), Status::ok);
        expect_ok(spawn("d", hold).join());
        EXPECT_EQ(mutex.release(), Status::not_owner);
        EXPECT_EQ(mutex.acquire(1s), Status::owner_dead);
        EXPECT_EQ(mutex.release(), Status::ok);
    });
}

TYPED_TEST(AnyMutex, owner_that_ends_hands_it_to_the_first_waiter) {
    TypeParam mutex;
    this->run([&] {
        spawn("holder", [&] {
            expect_ok(mutex.acquire());
            sleep_for(10ms);
        });
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                this->log(mutex.acquire());
                this->log_time();
                expect_ok(mutex.release());
            });
        }
    });
    EXPECT_EQ(this->trace(), "a:owner_dead a@10 b:ok b@10");
}

TYPED_TEST(AnyMutex, waiter_that_timed_out_leaves_its_place) {
    TypeParam mutex;
    this->run([&] {
        expect_ok(mutex.acquire());
        spawn("a", [&] { this->log(mutex.acquire(5ms)); });
        spawn("b", [&] {
            this->log(mutex.acquire(1h));
            expect_ok(mutex.release());
        });
        sleep_for(10ms);
        expect_ok(mutex.release());
        EXPECT_STREQ(mutex.owner()->name(), "b");
    });
    EXPECT_EQ(this->trace(), "a:timeout b:ok");
}

// --- Deadlock -------------------------------------------------------------------------------------------------------

using Deadlock = KernelTest;

TEST_F(Deadlock, taking_a_mutex_twice_is_one) {
    Mutex mutex;
    run([&] {
        expect_ok(mutex.acquire());
        EXPECT_EQ(mutex.acquire(), Status::deadlock);
        EXPECT_EQ(mutex.acquire(Timeout::never()), Status::deadlock);
        EXPECT_EQ(mutex.try_acquire(), Status::would_block);
        EXPECT_FALSE(mutex.try_lock());
        const auto start = Clock::now();
        EXPECT_EQ(mutex.acquire(5ms), Status::timeout) << "a wait with a deadline ends";
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(mutex.owner(), &current());
        EXPECT_EQ(current().level(), kMain);
        expect_ok(mutex.release());
    });
}

// Tasks in a circle, each holding a mutex and wanting the next one's: the last to close the circle is told, gives its
// own up, and all others get through.
class Circle : public Deadlock, public testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Deadlock, Circle, testing::Range(2, 11));

TEST_P(Circle, is_told_to_the_task_that_would_close_it) {
    const auto size = static_cast<std::size_t>(GetParam());
    std::array<Mutex, 10> mutexes;
    int deadlocks = 0;
    int passed = 0;
    run([&] {
        for (std::size_t i = 0; i < size; ++i) {
            spawn("a", [&, i] {
                Mutex& own = mutexes[i];
                Mutex& next = mutexes[(i + 1) % size];
                expect_ok(own.acquire());
                yield();
                const Status status = next.acquire();
                check_invariants();
                if (status == Status::deadlock) {
                    ++deadlocks;
                    EXPECT_EQ(i, size - 1);
                } else {
                    expect_ok(status);
                    ++passed;
                    expect_ok(next.release());
                }
                expect_ok(own.release());
            });
        }
    });
    EXPECT_EQ(deadlocks, 1);
    EXPECT_EQ(passed, GetParam() - 1);
    for (const Mutex& mutex : mutexes)
        EXPECT_EQ(mutex.owner(), nullptr);
}

TEST_F(Deadlock, recursive_mutexes_make_circles_too) {
    RecursiveMutex first;
    RecursiveMutex second;
    run([&] {
        expect_ok(first.acquire());
        spawn("a", [&] {
            expect_ok(second.acquire());
            log(first.acquire());
            expect_ok(first.release());
            expect_ok(second.release());
        });
        yield();
        log(second.acquire());
        expect_ok(first.release());
    });
    EXPECT_EQ(trace(), "main:deadlock a:ok");
}

TEST_F(Deadlock, circle_with_a_deadline_in_it_is_none) {
    Mutex first;
    Mutex second;
    run([&] {
        expect_ok(first.acquire());
        spawn("a", [&] {
            expect_ok(second.acquire());
            log(first.acquire(10ms));
            expect_ok(second.release());
        });
        yield();
        log(second.acquire());
        log_time();
        expect_ok(second.release());
        expect_ok(first.release());
    });
    EXPECT_EQ(trace(), "a:timeout main:ok main@10");
}

TEST_F(Deadlock, waiting_in_a_line_is_none) {
    Mutex first;
    Mutex second;
    run([&] {
        expect_ok(first.acquire());
        spawn("a", [&] {
            expect_ok(second.acquire());
            expect_ok(first.acquire());
            log();
            expect_ok(first.release());
            expect_ok(second.release());
        });
        spawn("b", [&] {
            expect_ok(second.acquire());
            log();
            expect_ok(second.release());
        });
        yield();
        expect_ok(first.release());
    });
    EXPECT_EQ(trace(), "a b");
}

// --- Priority inheritance -------------------------------------------------------------------------------------------

using Inheritance = KernelTest;

TEST_F(Inheritance, owner_runs_at_the_level_of_its_highest_waiter) {
    Mutex mutex;
    run([&] {
        const auto owner = spawn(at_level("owner", kLow), [&] {
            expect_ok(mutex.acquire());
            sleep_for(10ms);
            log("inherited", current().level());
            EXPECT_EQ(current().base_level(), kLow);
            expect_ok(mutex.release());
            log("back", current().level());
        });
        sleep_for(1ms);
        spawn("equal", [&] {
            expect_ok(mutex.acquire());
            expect_ok(mutex.release());
        });
        yield();
        EXPECT_EQ(owner->level(), kMain);
        spawn(at_level("high", kHigh), [&] {
            expect_ok(mutex.acquire());
            log();
            expect_ok(mutex.release());
        });
        EXPECT_EQ(owner->level(), kHigh);
        check_invariants();
    });
    EXPECT_EQ(trace(), "owner:inherited=" + std::to_string(kHigh) + " high owner:back=" + std::to_string(kLow));
}

TEST_F(Inheritance, middle_task_does_not_hold_up_a_high_one) {
    Mutex mutex;
    run([&] {
        spawn(at_level("low", kLow), [&] {
            expect_ok(mutex.acquire());
            sleep_for(10ms);
            log();
            expect_ok(mutex.release());
        });
        sleep_for(1ms);
        spawn(at_level("high", kHigh), [&] {
            expect_ok(mutex.acquire());
            log_time();
            expect_ok(mutex.release());
        });
        sleep_until(Clock::now() + 9ms);  // from now on this task does not sleep
        while (since_start() < 11ms && mutex.owner() != nullptr)
            sleep_for(100us);
        log();
    });
    EXPECT_EQ(trace(), "low high@10 main");
}

TEST_F(Inheritance, lower_waiter_changes_nothing) {
    Mutex mutex;
    run([&] {
        expect_ok(mutex.acquire());
        spawn(at_level("low", kLow), [&] {
            expect_ok(mutex.acquire());
            log(current().level());
            expect_ok(mutex.release());
        });
        sleep_for(1ms);
        EXPECT_EQ(current().level(), kMain);
        expect_ok(mutex.release());
    });
    EXPECT_EQ(trace(), "low=" + std::to_string(kLow));
}

// Three locks in a chain: "c" waits for b's, "b" for a's, "a" sleeps.
class Chain : public Inheritance {
  protected:
    void spawn_chain() {
        a = spawn(at_level("a", kLow + 3), [&] {
            expect_ok(first.acquire());
            sleep_for(10ms);
            log();
            expect_ok(first.release());
        });
        sleep_for(100us);
        b = spawn(at_level("b", kLow + 2), [&] {
            expect_ok(second.acquire());
            expect_ok(first.acquire());
            log();
            expect_ok(first.release());
            expect_ok(second.release());
        });
        sleep_for(100us);
        c = spawn(at_level("c", kLow + 1), [&] {
            expect_ok(third.acquire());
            expect_ok(second.acquire());
            log();
            expect_ok(second.release());
            expect_ok(third.release());
        });
        sleep_for(100us);
        current_levels_are(kLow + 1, kLow + 1, kLow + 1);
    }

    void current_levels_are(int level_a, int level_b, int level_c) {
        EXPECT_EQ(int{a->level()}, level_a);
        EXPECT_EQ(int{b->level()}, level_b);
        EXPECT_EQ(int{c->level()}, level_c);
        check_invariants();
    }

    Mutex first, second, third;
    TaskHandle<> a, b, c;
    void TearDown() override {
        EXPECT_FALSE(a.is_alive() || b.is_alive() || c.is_alive());
        a = b = c = {};
        Inheritance::TearDown();
    }
};

TEST_F(Chain, passes_a_level_on_to_its_end) {
    run([&] {
        spawn_chain();
        spawn(at_level("high", kHigh), [&] {
            expect_ok(third.acquire());
            log();
            expect_ok(third.release());
        });
        current_levels_are(kHigh, kHigh, kHigh);
        sleep_for(20ms);
        current_levels_are(kLow + 3, kLow + 2, kLow + 1);
        log();
    });
    EXPECT_EQ(trace(), "a b c high main");
}

TEST_F(Chain, takes_a_level_back_when_the_wait_times_out) {
    run([&] {
        spawn_chain();
        spawn(at_level("high", kHigh), [&] { log(third.acquire(2ms)); });
        current_levels_are(kHigh, kHigh, kHigh);
        sleep_for(3ms);
        current_levels_are(kLow + 1, kLow + 1, kLow + 1);
    });
    EXPECT_EQ(trace(), "high:timeout a b c");
}

TEST_F(Chain, passes_a_new_level_of_its_beginning_on) {
    run([&] {
        spawn_chain();
        c->set_level(kHigh);
        current_levels_are(kHigh, kHigh, kHigh);
        c->set_level(kLow + 4);
        current_levels_are(kLow + 2, kLow + 2, kLow + 4);
        b->set_level(kLow + 5);
        current_levels_are(kLow + 3, kLow + 4, kLow + 4);
        a->set_level(kHigher);
        current_levels_are(kHigher, kLow + 4, kLow + 4);
    });
    EXPECT_EQ(trace(), "a b c");
}

TEST_F(Inheritance, release_of_one_of_two_mutexes_keeps_what_the_other_gives) {
    Mutex first;
    Mutex second;
    run([&] {
        const auto owner = spawn(at_level("owner", kLow), [&] {
            expect_ok(first.acquire());
            expect_ok(second.acquire());
            sleep_for(10ms);
            log("both", current().level());
            expect_ok(first.release());
            log("second", current().level());
            expect_ok(second.release());
            log("none", current().level());
        });
        sleep_for(1ms);
        spawn(at_level("higher", kHigher), [&] { expect_ok(first.acquire()), expect_ok(first.release()); });
        spawn(at_level("high", kHigh), [&] { expect_ok(second.acquire()), expect_ok(second.release()); });
        expect_ok(owner.join());
    });
    EXPECT_EQ(trace(), "owner:both=" + std::to_string(kHigher) + " owner:second=" + std::to_string(kHigh) +
                           " owner:none=" + std::to_string(kLow));
}

TEST_F(Inheritance, owner_dead_hands_on_what_the_other_waiters_give) {
    Mutex mutex;
    run([&] {
        spawn(at_level("holder", kLow), [&] {
            expect_ok(mutex.acquire());
            sleep_for(10ms);
        });
        sleep_for(1ms);
        for (const TaskOptions& task : {at_level("high", kHigh), at_level("higher", kHigher)}) {
            spawn(task, [&] {
                log(mutex.acquire());
                EXPECT_EQ(mutex.release(), Status::ok);
            });
        }
        sleep_for(20ms);
    });
    EXPECT_EQ(trace(), "higher:owner_dead high:ok");
}

// --- RecursiveMutex -------------------------------------------------------------------------------------------------

using Recursive = KernelTest;

TEST_F(Recursive, owner_takes_it_again_and_releases_it_as_often) {
    RecursiveMutex mutex;
    run([&] {
        EXPECT_EQ(mutex.count(), 0U);
        EXPECT_EQ(mutex.acquire(), Status::ok);
        EXPECT_EQ(mutex.acquire(0ns), Status::ok);
        EXPECT_EQ(mutex.try_acquire(), Status::ok);
        mutex.lock();
        EXPECT_TRUE(mutex.try_lock());
        EXPECT_EQ(mutex.count(), 5U);
        spawn("a", [&] {
            log(mutex.acquire());
            log("count", static_cast<long>(mutex.count()));
            expect_ok(mutex.release());
        });
        yield();
        for (int i = 0; i < 5; ++i) {
            log("held", static_cast<long>(mutex.count()));
            EXPECT_EQ(mutex.release(), Status::ok);
            yield();
        }
        EXPECT_EQ(mutex.release(), Status::not_owner);
    });
    EXPECT_EQ(trace(), "main:held=5 main:held=4 main:held=3 main:held=2 main:held=1 a:ok a:count=1");
}

TEST_F(Recursive, nested_guards_work) {
    RecursiveMutex mutex;
    run([&] {
        const std::lock_guard outer(mutex);
        {
            const std::lock_guard inner(mutex);
            EXPECT_EQ(mutex.count(), 2U);
        }
        EXPECT_EQ(mutex.count(), 1U);
    });
    EXPECT_EQ(mutex.count(), 0U);
}

TEST_F(Recursive, owner_that_ends_leaves_no_count) {
    RecursiveMutex mutex;
    run([&] {
        expect_ok(spawn("a", [&] {
                      expect_ok(mutex.acquire());
                      expect_ok(mutex.acquire());
                  }).join());
        EXPECT_EQ(mutex.count(), 0U);
        EXPECT_EQ(mutex.acquire(), Status::owner_dead);
        EXPECT_EQ(mutex.count(), 1U);
        EXPECT_EQ(mutex.release(), Status::ok);
        EXPECT_EQ(mutex.owner(), nullptr);
    });
}

}  // namespace
}  // namespace baton::test
