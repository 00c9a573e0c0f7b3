#include <array>
#include <mutex>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// --- cancel() -------------------------------------------------------------------------------------------------------

using Cancel = KernelTest;

TEST_F(Cancel, ends_every_kind_of_wait) {
    Semaphore semaphore(0);
    Event event;
    Mutex mutex;
    Queue<int, 1> empty;
    JoinableQueue<int, 1> full;
    Condition condition;
    Mutex guard;
    run([&] {
        expect_ok(mutex.acquire());
        expect_ok(full.put(1));
        Task& self = current();
        const std::array tasks{
            spawn("semaphore", [&] { log(semaphore.acquire()); }),
            spawn("limited", [&] { log(semaphore.acquire(1h)); }),
            spawn("event", [&] { log(event.wait()); }),
            spawn("mutex", [&] { log(mutex.acquire()); }),
            spawn("item", [&] { log(empty.get()); }),
            spawn("room", [&] { log(full.put(2)); }),
            spawn("queue_join", [&] { log(full.join()); }),
            spawn("join", [&] { log(self.join()); }),
            spawn("sleep", [&] { log(sleep(1h)); }),
            spawn("condition",
                  [&] {
                      const std::lock_guard lock(guard);
                      log(condition.wait(guard));
                  }),
            spawn("select", [&] { log(select(on_acquire(semaphore), on_lock(mutex)).status); }),
        };
        yield();
        for (const auto& task : tasks)
            EXPECT_EQ(task->cancel(), Status::ok);
        EXPECT_EQ(join_all(tasks), Status::ok);
        check_invariants();
        EXPECT_FALSE(semaphore.has_waiters());
        EXPECT_EQ(full.try_get().value(), 1);
        EXPECT_TRUE(full.empty()) << "a cancelled put has put nothing";
        expect_ok(mutex.release());
    });
    EXPECT_EQ(trace(),
              "semaphore:cancelled limited:cancelled event:cancelled mutex:cancelled item:cancelled room:cancelled "
              "queue_join:cancelled join:cancelled sleep:cancelled condition:cancelled select:cancelled");
    EXPECT_LT(since_start(), 1h);
}

TEST_F(Cancel, of_a_task_that_does_not_wait_ends_its_next_wait_and_no_other) {
    Semaphore semaphore(1);
    run([&] {
        const auto task = spawn("task", [&] {
            EXPECT_TRUE(cancel_requested());
            log(semaphore.acquire());  // need not wait
            log(semaphore.acquire());
            log(semaphore.acquire(1ms));
            EXPECT_TRUE(cancel_requested());
        });
        EXPECT_EQ(task->cancel(), Status::ok);
        EXPECT_EQ(task->cancel(), Status::ok) << "twice is once";
        expect_ok(task.join());
        EXPECT_FALSE(cancel_requested());
    });
    EXPECT_EQ(trace(), "task:ok task:cancelled task:timeout");
}

TEST_F(Cancel, is_seen_by_a_loop_that_looks) {
    run([&] {
        const auto task = spawn("task", [&] {
            while (!cancel_requested())
                yield();
            log();
        });
        yield();
        expect_ok(task->cancel());
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "task");
}

TEST_F(Cancel, does_not_take_back_a_wake_up) {
    Semaphore semaphore(0);
    run([&] {
        const auto task = spawn("task", [&] {
            log(semaphore.acquire());
            log(semaphore.acquire());
        });
        yield();
        expect_ok(semaphore.release());
        expect_ok(task->cancel());
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "task:ok task:cancelled");
    EXPECT_EQ(semaphore.count(), 0U);
}

TEST_F(Cancel, waits_until_a_lock_is_taken) {
    Mutex mutex;
    RecursiveMutex recursive;
    run([&] {
        mutex.lock();
        recursive.lock();
        const auto task = spawn("task", [&] {
            mutex.lock();
            log_time();
            recursive.lock();
            log_time();
            recursive.unlock();
            EXPECT_TRUE(recursive.try_lock_for(1ms));
            log(sleep(1h));
            mutex.unlock();
            recursive.unlock();
        });
        yield();
        expect_ok(task->cancel());
        sleep_for(1ms);
        mutex.unlock();
        sleep_for(1ms);
        recursive.unlock();
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "task@1 task@2 task:cancelled");
}

TEST_F(Cancel, lets_a_higher_task_run_at_once) {
    run([&] {
        const auto task = spawn(at_level("high", kHigh), [&] { log(sleep(1h)); });
        expect_ok(task->cancel());
        log();
    });
    EXPECT_EQ(trace(), "high:cancelled main");
}

TEST_F(Cancel, of_a_lock_waiter_takes_its_level_from_the_owner) {
    Mutex mutex;
    run([&] {
        mutex.lock();
        const auto task = spawn(at_level("high", kHigh), [&] { log(mutex.acquire()); });
        EXPECT_EQ(current().level(), kHigh);
        expect_ok(task->cancel());
        EXPECT_EQ(current().level(), kMain);
        mutex.unlock();
    });
    EXPECT_EQ(trace(), "high:cancelled");
}

TEST_F(Cancel, of_a_task_that_is_not_alive_is_invalid) {
    auto& task = make<StaticTask<kSmallStackBytes>>("task", [] {});
    run([&] {
        EXPECT_EQ(task.cancel(), Status::invalid);
        expect_ok(task.start());
        expect_ok(task.join());
        EXPECT_EQ(task.cancel(), Status::invalid);
    });
}

TEST_F(Cancel, that_nobody_has_noticed_ends_with_the_task) {
    run([&] {
        for (int i = 0; i < 2; ++i) {
            const auto task = spawn("task", [&] { log(); });
            expect_ok(task->cancel());
            expect_ok(task.join());
        }
        log(sleep(1ms));
    });
    EXPECT_EQ(trace(), "task task main:ok");
}

// --- suspend() and resume() -----------------------------------------------------------------------------------------

using Suspend = KernelTest;

TEST_F(Suspend, keeps_a_ready_task_off_the_cpu) {
    run([&] {
        const auto task = spawn("task", [&] { log_time(); });
        EXPECT_EQ(task->suspend(), Status::ok);
        EXPECT_TRUE(task->is_suspended());
        EXPECT_EQ(task->state(), TaskState::blocked);
        EXPECT_EQ(task->suspend(), Status::ok) << "twice is once";
        sleep_for(1ms);
        EXPECT_EQ(task->resume(), Status::ok);
        EXPECT_FALSE(task->is_suspended());
        expect_ok(task.join());
        EXPECT_EQ(task->resume(), Status::invalid);
        EXPECT_EQ(task->suspend(), Status::invalid);
    });
    EXPECT_EQ(trace(), "task@1");
}

TEST_F(Suspend, of_the_running_task_waits_for_resume) {
    run([&] {
        const auto task = spawn("task", [&] {
            log("before");
            expect_ok(current().suspend());
            log_time("after");
        });
        sleep_for(2ms);
        EXPECT_TRUE(task->is_suspended());
        check_invariants();
        expect_ok(task->resume());
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "task:before task:after@2");
}

TEST_F(Suspend, lets_a_wait_go_on_and_keeps_how_it_ended) {
    Semaphore semaphore(0);
    Event event;
    run([&] {
        const auto woken = spawn("woken", [&] { log(semaphore.acquire()); });
        const auto late = spawn("late", [&] { log(event.wait(1ms)); });
        const auto woken_in_time = spawn("in_time", [&] { log(semaphore.acquire(5ms)); });
        const auto sleeping = spawn("sleeping", [&] {
            sleep_for(1ms);
            log_time();
        });
        yield();
        for (const auto& task : {woken, late, woken_in_time, sleeping})
            EXPECT_EQ(task->suspend(), Status::ok);
        expect_ok(semaphore.release());
        expect_ok(semaphore.release());
        EXPECT_EQ(semaphore.count(), 0U) << "both got it";
        sleep_for(10ms);
        check_invariants();
        EXPECT_EQ(trace(), "");
        for (const auto& task : {woken, late, woken_in_time, sleeping})
            EXPECT_EQ(task->resume(), Status::ok);
        yield();
    });
    EXPECT_EQ(trace(), "woken:ok late:timeout in_time:ok sleeping@10");
}

TEST_F(Suspend, resumed_while_its_wait_goes_on_it_waits_on) {
    Semaphore semaphore(0);
    run([&] {
        const auto task = spawn("task", [&] { log(semaphore.acquire()); });
        yield();
        expect_ok(task->suspend());
        expect_ok(task->resume());
        yield();
        log("still");
        expect_ok(semaphore.release());
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "main:still task:ok");
}

TEST_F(Suspend, higher_task_does_not_run_when_it_is_woken) {
    Semaphore semaphore(0);
    run([&] {
        const auto task = spawn(at_level("high", kHigh), [&] {
            for (;;) {
                if (semaphore.acquire() != Status::ok)
                    return;
                log();
            }
        });
        expect_ok(task->suspend());
        expect_ok(semaphore.release());
        log("a");
        expect_ok(task->resume());
        log("b");
        expect_ok(semaphore.release());
        expect_ok(task->cancel());
    });
    EXPECT_EQ(trace(), "main:a high main:b high");
}

TEST_F(Suspend, suspended_owner_passes_its_lock_on_when_it_runs_again) {
    Mutex mutex;
    run([&] {
        const auto owner = spawn(at_level("owner", kLow), [&] {
            mutex.lock();
            sleep_for(1ms);
            mutex.unlock();
        });
        sleep_for(500us);
        expect_ok(owner->suspend());
        spawn(at_level("high", kHigh), [&] {
            mutex.lock();
            log_time();
            mutex.unlock();
        });
        EXPECT_EQ(owner->level(), kHigh);
        sleep_for(4500us);
        check_invariants();
        expect_ok(owner->resume());
        sleep_for(1ms);
    });
    EXPECT_EQ(trace(), "high@5");
}

TEST_F(Suspend, waiter_in_a_list_is_passed_the_lock) {
    Mutex mutex;
    run([&] {
        mutex.lock();
        const auto task = spawn("task", [&] {
            mutex.lock();
            log();
            mutex.unlock();
        });
        yield();
        expect_ok(task->suspend());
        mutex.unlock();
        EXPECT_EQ(mutex.owner(), &*task.operator->());
        yield();
        log(mutex.acquire(1ms));
        check_invariants();
        expect_ok(task->resume());
    });
    EXPECT_EQ(trace(), "main:timeout task");
}

TEST_F(Suspend, suspended_task_can_be_terminated_and_cancelled) {
    Semaphore semaphore(0);
    run([&] {
        const auto parked = spawn("parked", [&] { log(); });
        const auto waiting = spawn("waiting", [&] { log(semaphore.acquire()); });
        const auto cancelled = spawn("cancelled", [&] { log(semaphore.acquire()); });
        expect_ok(parked->suspend());
        yield();
        expect_ok(waiting->suspend());
        expect_ok(cancelled->suspend());
        expect_ok(cancelled->cancel());
        yield();
        EXPECT_EQ(trace(), "");
        expect_ok(parked->terminate());
        expect_ok(waiting->terminate());
        check_invariants();
        expect_ok(cancelled->resume());
        expect_ok(cancelled.join());
    });
    EXPECT_EQ(trace(), "cancelled:cancelled");
}

TEST_F(Suspend, works_under_every_policy) {
    for (const DispatchTable* policy : kPolicies) {
        options.policy = policy;
        int laps = 0;
        run([&] {
            const auto task = spawn("task", [&] {
                while (!cancel_requested()) {
                    ++laps;
                    yield();
                }
            });
            const auto other = spawn("other", [&] {
                while (!cancel_requested())
                    yield();
            });
            yield();
            yield();
            expect_ok(task->suspend());
            const int before = laps;
            for (int i = 0; i < 10; ++i)
                yield();
            EXPECT_EQ(laps, before) << policy->name;
            check_invariants();
            expect_ok(task->resume());
            expect_ok(task->cancel());
            expect_ok(other->cancel());
        });
        EXPECT_GT(laps, 0) << policy->name;
    }
}

// --- Names ----------------------------------------------------------------------------------------------------------

TEST_F(KernelTest, a_task_can_be_renamed) {
    run([&] {
        const auto task = spawn("before", [&] { log(); });
        task->set_name("after");
        EXPECT_STREQ(task->name(), "after");
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "after");
}

TEST_F(KernelTest, join_all_waits_for_all_of_them_within_one_limit) {
    run([&] {
        std::array tasks{spawn("a", [] { sleep_for(2ms); }), spawn("b", [] { sleep_for(4ms); })};
        EXPECT_EQ(join_all(tasks, 3ms), Status::timeout);
        log_time();
        EXPECT_EQ(join_all(tasks), Status::ok);
        log_time();
    });
    EXPECT_EQ(trace(), "main@3 main@4");
}

}  // namespace
}  // namespace baton::test
