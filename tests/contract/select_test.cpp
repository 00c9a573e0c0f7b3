#include <array>
#include <memory>
#include <optional>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

class Select : public KernelTest {
  protected:
    // "task:1" for case 1; with anything but ok also how.
    void log_selected(const Selected& selected) {
        if (selected.status != Status::ok)
            log(selected.status);
        if (selected.is_case())
            log("case", static_cast<long>(selected.index));
    }
};

TEST_F(Select, takes_what_is_ready_at_once) {
    Semaphore semaphore(1);
    Event event;
    run([&] {
        log_selected(select(on_set(event), on_acquire(semaphore)));
        EXPECT_EQ(semaphore.count(), 0U);
        event.set();
        log_selected(select(on_set(event), on_acquire(semaphore)));
        EXPECT_TRUE(event.is_set());
    });
    EXPECT_EQ(trace(), "main:case=1 main:case=0");
}

TEST_F(Select, waits_for_the_first_and_leaves_no_trace_at_the_others) {
    Semaphore semaphore(0);
    BoundedSemaphore bounded(1);
    Event event;
    Mutex mutex;
    run([&] {
        expect_ok(bounded.acquire());
        mutex.lock();
        spawn("task", [&] {
            log_selected(select(on_set(event), on_acquire(semaphore), on_acquire(bounded), on_lock(mutex)));
            log_time();
        });
        sleep_for(2ms);
        expect_ok(semaphore.release());
        EXPECT_FALSE(semaphore.has_waiters() || event.has_waiters() || bounded.has_waiters() || mutex.has_waiters());
        event.set();
        mutex.unlock();
        EXPECT_EQ(mutex.owner(), nullptr);
        expect_ok(bounded.release());
        check_invariants();
        yield();
        EXPECT_EQ(semaphore.count(), 0U);
        EXPECT_EQ(bounded.count(), 1U);
        EXPECT_TRUE(event.is_set());
    });
    EXPECT_EQ(trace(), "task:case=1 task@2");
}

TEST_F(Select, gives_up_when_the_time_is_over) {
    Semaphore semaphore(0);
    Event event;
    run([&] {
        log_selected(select(3ms, on_set(event), on_acquire(semaphore)));
        log_time();
        log_selected(select(0ns, on_set(event)));
        log_selected(try_select(on_set(event), on_acquire(semaphore)));
        EXPECT_FALSE(semaphore.has_waiters() || event.has_waiters());
        log_selected(select(1ms));
        log_time();
    });
    EXPECT_EQ(trace(), "main:timeout main@3 main:timeout main:would_block main:timeout main@4");
}

TEST_F(Select, deadline_wins_over_a_release_by_a_task_at_the_same_instant) {
    Semaphore semaphore(0);
    run([&] {
        spawn("early", [&] {
            sleep_for(1ms);
            expect_ok(semaphore.release());
        });
        yield();
        log_selected(select(1ms, on_acquire(semaphore)));
        yield();
        EXPECT_EQ(semaphore.count(), 1U);
    });
    // Deadlines are dealt with before any task runs: README, "Who wins".
    EXPECT_EQ(trace(), "main:timeout");
}

TEST_F(Select, chooses_fairly_among_those_that_are_ready) {
    constexpr int kRounds = 3000;
    std::array<int, 3> chosen{};
    Semaphore a(kRounds);
    Semaphore b(kRounds);
    Event never;
    Semaphore c(kRounds);
    run([&] {
        for (int i = 0; i < kRounds; ++i) {
            const std::size_t index = select(on_acquire(a), on_acquire(b), on_set(never), on_acquire(c)).index;
            ++chosen[index == 3 ? 2 : index];
        }
    });
    for (const int count : chosen) {
        EXPECT_GT(count, kRounds / 3 - kRounds / 20);
        EXPECT_LT(count, kRounds / 3 + kRounds / 20);
    }
    EXPECT_EQ(chosen[0] + chosen[1] + chosen[2], kRounds);
}

TEST_F(Select, stands_in_the_order_of_all_waiters) {
    Semaphore semaphore(0);
    Event event;
    run([&] {
        spawn("a", [&] { log(semaphore.acquire()); });
        spawn("b", [&] { log_selected(select(on_set(event), on_acquire(semaphore))); });
        spawn("c", [&] { log(semaphore.acquire()); });
        spawn("d", [&] { log_selected(select(on_acquire(semaphore), on_set(event))); });
        yield();
        for (int i = 0; i < 4; ++i)
            expect_ok(semaphore.release());
        yield();
    });
    EXPECT_EQ(trace(), "a:ok b:case=1 c:ok d:case=0");
}

TEST_F(Select, one_object_wakes_every_task_that_selects_it) {
    Event event;
    Semaphore semaphore(0);
    run([&] {
        for (const char* name : {"a", "b", "c"})
            spawn(name, [&] { log_selected(select(on_acquire(semaphore), on_set(event))); });
        yield();
        event.set();
        event.clear();
        yield();
    });
    EXPECT_EQ(trace(), "a:case=1 b:case=1 c:case=1");
}

TEST_F(Select, same_object_twice_is_taken_once) {
    Semaphore semaphore(0);
    run([&] {
        spawn("a", [&] { EXPECT_TRUE(select(on_acquire(semaphore), on_acquire(semaphore)).is_case()); });
        yield();
        expect_ok(semaphore.release());
        EXPECT_FALSE(semaphore.has_waiters());
        expect_ok(semaphore.release());
    });
    EXPECT_EQ(semaphore.count(), 1U);
}

TEST_F(Select, locks_a_mutex) {
    Mutex mutex;
    RecursiveMutex recursive;
    run([&] {
        log_selected(select(on_lock(mutex)));
        EXPECT_EQ(mutex.owner(), &current());
        log_selected(select(on_lock(mutex)));
        log_selected(select(on_lock(recursive)));
        log_selected(select(on_lock(recursive)));
        EXPECT_EQ(recursive.count(), 2U);
        const auto task = spawn("task", [&] {
            log_selected(select(on_lock(mutex), on_lock(recursive)));
            EXPECT_EQ(recursive.count(), 1U);
            expect_ok(recursive.release());
        });
        yield();
        expect_ok(recursive.release());
        expect_ok(recursive.release());
        expect_ok(task.join());
        expect_ok(mutex.release());
    });
    EXPECT_EQ(trace(), "main:case=0 main:deadlock main:case=0 main:case=0 main:case=0 task:case=1");
}

TEST_F(Select, tells_that_a_lock_was_abandoned) {
    Mutex mutex;
    Event never;
    run([&] {
        spawn("dies", [&] {
            mutex.lock();
            sleep_for(1ms);
        });
        yield();
        log_selected(select(on_set(never), on_lock(mutex)));
        expect_ok(mutex.release());
        expect_ok(spawn("dies too", [&] { mutex.lock(); }).join());
        log_selected(select(on_lock(mutex)));
        expect_ok(mutex.release());
    });
    EXPECT_EQ(trace(), "main:owner_dead main:case=1 main:owner_dead main:case=0");
}

TEST_F(Select, lends_its_level_to_the_owner_of_each_lock) {
    Mutex first;
    Mutex second;
    Event event;
    run([&] {
        const auto hold = [](Mutex& mutex) {
            mutex.lock();
            sleep_for(10ms);
            mutex.unlock();
        };
        const auto one = spawn(at_level("one", kLow), hold, std::ref(first));
        const auto two = spawn(at_level("two", kLow + 1), hold, std::ref(second));
        sleep_for(1ms);
        const auto high = spawn(at_level("high", kHigh),
                                [&] { log_selected(select(on_set(event), on_lock(first), on_lock(second))); });
        EXPECT_EQ(one->level(), kHigh);
        EXPECT_EQ(two->level(), kHigh);
        high->set_level(kHigher);
        EXPECT_EQ(one->level(), kHigher);
        EXPECT_EQ(two->level(), kHigher);
        check_invariants();
        event.set();
        EXPECT_EQ(one->level(), kLow);
        EXPECT_EQ(two->level(), kLow + 1);
        check_invariants();
    });
    EXPECT_EQ(trace(), "high:case=0");
}

TEST_F(Select, joins_a_task) {
    run([&] {
        Event never;
        const auto task = spawn("task", [] { sleep_for(2ms); });
        log_selected(select(on_set(never), on_join(task)));
        log_time();
        log_selected(select(on_set(never), on_join(task)));
        log_selected(select(on_join(current()), on_set(never)));
    });
    EXPECT_EQ(trace(), "main:case=1 main@2 main:case=1 main:deadlock main:case=0");
}

TEST_F(Select, many_tasks_select_among_many_objects_and_each_permit_goes_to_one) {
    constexpr int kTasks = 12;
    constexpr int kPermits = 600;
    std::array<Semaphore, 4> semaphores{Semaphore(0), Semaphore(0), Semaphore(0), Semaphore(0)};
    Event done;
    int taken = 0;
    run([&] {
        std::array<TaskHandle<>, kTasks> tasks;
        for (TaskHandle<>& task : tasks) {
            task = spawn(at_level("task", static_cast<Level>(kMain + tasks.size() % 3)), [&] {
                for (;;) {
                    const Selected selected =
                        select(on_acquire(semaphores[0]), on_acquire(semaphores[1]), on_acquire(semaphores[2]),
                               on_acquire(semaphores[3]), on_set(done));
                    if (selected.index == 4)
                        return;
                    ++taken;
                    yield();
                }
            });
        }
        Random random(7);
        for (int i = 0; i < kPermits; ++i) {
            expect_ok(semaphores[random.below(4)].release());
            if (random.below(3) == 0)
                sleep_for(10us);
            check_invariants();
        }
        while (taken < kPermits)
            sleep_for(1ms);
        done.set();
        EXPECT_EQ(join_all(tasks), Status::ok);
    });
    EXPECT_EQ(taken, kPermits);
    for (const Semaphore& semaphore : semaphores)
        EXPECT_EQ(semaphore.count(), 0U);
}

// --- Queues ---------------------------------------------------------------------------------------------------------

TEST_F(Select, gets_an_item) {
    Queue<int, 2> first;
    Queue<std::unique_ptr<int>, 2> second;
    run([&] {
        std::optional<int> number;
        std::optional<std::unique_ptr<int>> pointer;
        expect_ok(first.put(7));
        log_selected(select(on_get(first, number), on_get(second, pointer)));
        EXPECT_EQ(number, 7);
        EXPECT_FALSE(pointer);
        spawn("putter", [&] { expect_ok(second.put(std::make_unique<int>(8))); });
        log_selected(select(on_get(first, number), on_get(second, pointer)));
        EXPECT_EQ(number, 7) << "not touched";
        EXPECT_EQ(**pointer, 8);
        EXPECT_TRUE(first.empty() && second.empty());
    });
    EXPECT_EQ(trace(), "main:case=0 main:case=1");
}

TEST_F(Select, puts_an_item) {
    Queue<std::unique_ptr<int>, 1> full;
    Queue<std::unique_ptr<int>, 1> other;
    run([&] {
        expect_ok(full.put(std::make_unique<int>(1)));
        auto item = std::make_unique<int>(2);
        log_selected(select(on_put(full, item), on_put(other, item)));
        EXPECT_EQ(item, nullptr);
        item = std::make_unique<int>(3);
        spawn("getter", [&] {
            log(**full.get());
            log(**full.get());
        });
        log_selected(select(on_put(full, item), on_put(other, item)));
        EXPECT_EQ(item, nullptr);
        yield();
        EXPECT_EQ(other.size(), 1U);
    });
    EXPECT_EQ(trace(), "main:case=1 getter=1 main:case=0 getter=3");
}

TEST_F(Select, item_that_was_not_put_stays_with_the_caller) {
    Queue<std::unique_ptr<int>, 1> full;
    Event event;
    run([&] {
        expect_ok(full.put(std::make_unique<int>(1)));
        auto item = std::make_unique<int>(2);
        log_selected(select(1ms, on_put(full, item)));
        EXPECT_EQ(*item, 2);
        spawn("setter", [&] { event.set(); });
        log_selected(select(on_put(full, item), on_set(event)));
        EXPECT_EQ(*item, 2);
        full.close();
        log_selected(select(on_put(full, item)));
        EXPECT_EQ(*item, 2);
    });
    EXPECT_EQ(trace(), "main:timeout main:case=1 main:closed main:case=0");
}

TEST_F(Select, closing_a_queue_makes_its_cases_go_through) {
    Queue<int, 1> empty;
    Queue<int, 1> full;
    run([&] {
        expect_ok(full.put(1));
        spawn("getter", [&] {
            std::optional<int> item;
            log_selected(select(on_get(empty, item)));
            EXPECT_FALSE(item);
        });
        spawn("putter", [&] {
            int item = 2;
            log_selected(select(on_put(full, item)));
        });
        yield();
        empty.close();
        full.close();
        yield();
        std::optional<int> item;
        log_selected(select(on_get(full, item)));
        EXPECT_EQ(item, 1);
        log_selected(select(on_get(full, item)));
    });
    EXPECT_EQ(trace(), "getter:closed getter:case=0 putter:closed putter:case=0 main:case=0 main:closed main:case=0");
}

TEST_F(Select, between_two_queues_loses_and_doubles_nothing) {
    constexpr int kItems = 300;
    Queue<int, 2> left;
    Queue<int, 3> right;
    std::array<int, kItems> seen{};
    run([&] {
        for (int producer = 0; producer < 3; ++producer) {
            spawn("producer", [&, producer] {
                for (int i = producer; i < kItems; i += 3) {
                    int item = i;
                    expect_ok(select(on_put(left, item), on_put(right, item)).status);
                    if (i % 5 == 0)
                        sleep_for(10us);
                }
            });
        }
        std::array<TaskHandle<>, 4> consumers;
        for (TaskHandle<>& consumer : consumers) {
            consumer = spawn("consumer", [&] {
                for (;;) {
                    std::optional<int> item;
                    if (select(1ms, on_get(right, item), on_get(left, item)).status != Status::ok)
                        return;
                    ++seen[static_cast<std::size_t>(*item)];
                    check_invariants();
                }
            });
        }
        EXPECT_EQ(join_all(consumers), Status::ok);
    });
    EXPECT_EQ(std::ranges::count(seen, 1), kItems);
    EXPECT_TRUE(left.empty() && right.empty());
}

}  // namespace
}  // namespace baton::test
