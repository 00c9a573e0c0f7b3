#include <array>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

class Terminate : public KernelTest {
  protected:
    // Whether the task is gone, and nothing of it is left anywhere.
    void expect_gone(const TaskHandle<>& task) {
        EXPECT_FALSE(task.is_alive());
        EXPECT_TRUE(task->is_terminated());
        EXPECT_EQ(task->state(), TaskState::finished);
        EXPECT_EQ(task.join(), Status::ok);
        check_invariants();
    }
};

TEST_F(Terminate, ends_the_running_task_at_once) {
    run([&] {
        const auto task = spawn("a", [&] {
            log("before");
            (void)current().terminate();
            log("after");
        });
        log(task.join());
        expect_gone(task);
    });
    EXPECT_EQ(trace(), "a:before main:ok");
}

TEST_F(Terminate, ends_a_ready_task_before_it_runs) {
    run([&] {
        const auto task = spawn("a", [&] { log(); });
        EXPECT_EQ(task->terminate(), Status::ok);
        expect_gone(task);
        yield();
    });
    EXPECT_EQ(trace(), "");
}

TEST_F(Terminate, ends_a_sleeping_task) {
    run([&] {
        const auto task = spawn("a", [&] {
            sleep_for(1ms);
            log();
        });
        yield();
        EXPECT_EQ(task->terminate(), Status::ok);
        expect_gone(task);
        sleep_for(2ms);
    });
    EXPECT_EQ(trace(), "");
}

TEST_F(Terminate, ends_a_task_in_every_kind_of_wait) {
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
        const Task& self = current();
        const std::array tasks{
            spawn("semaphore", [&] { (void)semaphore.acquire(); }),
            spawn("limited", [&] { (void)semaphore.acquire(1ms); }),
            spawn("event", [&] { (void)event.wait(); }),
            spawn("mutex", [&] { (void)mutex.acquire(); }),
            spawn("limited_mutex", [&] { (void)mutex.acquire(1ms); }),
            spawn("item", [&] { (void)empty.get(); }),
            spawn("room", [&] { (void)full.put(2); }),
            spawn("queue_join", [&] { (void)full.join(); }),
            spawn("join", [&] { (void)const_cast<Task&>(self).join(); }),
            spawn("select", [&] { (void)select(on_acquire(semaphore), on_set(event), on_lock(mutex)); }),
            spawn("limited_select", [&] { (void)select(1ms, on_acquire(semaphore), on_set(event), on_lock(mutex)); }),
        };
        sleep_for(100us);
        for (const auto& task : tasks) {
            EXPECT_EQ(task->state(), TaskState::blocked) << task->name();
            EXPECT_EQ(task->terminate(), Status::ok);
            expect_gone(task);
        }
        EXPECT_FALSE(semaphore.has_waiters());
        EXPECT_FALSE(event.has_waiters());
        EXPECT_FALSE(mutex.has_waiters());
        sleep_for(2ms);
        expect_ok(semaphore.release());
        EXPECT_EQ(semaphore.count(), 1U) << "nobody takes it";
        EXPECT_EQ(empty.try_put(3), Status::ok);
        EXPECT_EQ(empty.size(), 1U);
        EXPECT_EQ(full.try_get().value(), 1);
        EXPECT_TRUE(full.empty());
        expect_ok(full.task_done());
        expect_ok(mutex.release());
    });
}

TEST_F(Terminate, of_a_task_in_a_hand_over_leaves_the_queue_whole) {
    Queue<int, 1> queue;
    run([&] {
        const auto getter = spawn("getter", [&] { log(queue.get()); });
        yield();
        expect_ok(queue.put(1));  // the getter has it, and has not run yet
        EXPECT_EQ(getter->terminate(), Status::ok);
        expect_gone(getter);
        EXPECT_EQ(queue.try_get().error(), Status::would_block) << "the item went with the task";

        expect_ok(queue.put(2));
        const auto putter = spawn("putter", [&] { log(queue.put(3)); });
        const auto next = spawn("next", [&] { log(queue.put(4)); });
        yield();
        EXPECT_EQ(putter->terminate(), Status::ok);
        log(queue.get());
        log(queue.get());
        EXPECT_TRUE(queue.empty());
        expect_ok(next.join());
    });
    EXPECT_EQ(trace(), "main=2 main=4 next:ok");
}

TEST_F(Terminate, passes_locks_on_as_abandoned) {
    Mutex waited_for;
    Mutex free;
    RecursiveMutex recursive;
    run([&] {
        const auto holder = spawn("holder", [&] {
            waited_for.lock();
            free.lock();
            recursive.lock();
            recursive.lock();
            sleep_for(1h);
        });
        yield();
        spawn("waiter", [&] {
            log(waited_for.acquire());
            expect_ok(waited_for.release());
            log(waited_for.acquire());
            expect_ok(waited_for.release());
        });
        yield();
        EXPECT_EQ(holder->terminate(), Status::ok);
        expect_gone(holder);
        EXPECT_EQ(free.owner(), nullptr);
        log(free.try_acquire());
        expect_ok(free.release());
        log(recursive.acquire());
        EXPECT_EQ(recursive.count(), 1U);
        expect_ok(recursive.release());
    });
    EXPECT_EQ(trace(), "main:owner_dead main:owner_dead waiter:owner_dead waiter:ok");
}

TEST_F(Terminate, in_a_wait_on_a_condition_leaves_lock_and_condition_usable) {
    Mutex mutex;
    Condition condition;
    run([&] {
        const auto wait = [&] {
            mutex.lock();
            log(condition.wait(mutex));
            mutex.unlock();
        };
        const auto waiting = spawn("waiting", wait);
        const auto locking = spawn("locking", wait);
        const auto last = spawn("last", wait);
        yield();
        EXPECT_EQ(waiting->terminate(), Status::ok);
        expect_gone(waiting);
        mutex.lock();
        condition.notify();  // "locking" wants the mutex now
        yield();
        EXPECT_EQ(locking->terminate(), Status::ok);
        expect_gone(locking);
        condition.notify();
        mutex.unlock();
        EXPECT_EQ(last.join(), Status::ok);
        EXPECT_EQ(mutex.owner(), nullptr);
        EXPECT_FALSE(condition.has_waiters());
    });
    EXPECT_EQ(trace(), "last:ok");
}

// The owner of the lock has a higher waiter, so that giving the lock up in wait() lets that one run at once.
TEST_F(Terminate, between_giving_up_the_lock_and_waiting_for_the_condition) {
    Mutex mutex;
    Condition condition;
    run([&] {
        const auto task = spawn("task", [&] {
            mutex.lock();
            yield();
            log(condition.wait(mutex));
        });
        yield();
        spawn(at_level("high", kHigh), [&] {
            mutex.lock();
            EXPECT_TRUE(condition.has_waiters());
            EXPECT_EQ(task->state(), TaskState::ready);
            EXPECT_EQ(task->terminate(), Status::ok);
            expect_gone(task);
            EXPECT_FALSE(condition.has_waiters());
            condition.notify_all();
            mutex.unlock();
            log();
        });
        yield();
    });
    EXPECT_EQ(trace(), "high");
}

TEST_F(Terminate, of_a_waiter_takes_its_level_from_the_owner) {
    Mutex first;
    Mutex second;
    run([&] {
        const auto owner = spawn(at_level("owner", kLow + 2), [&] {
            first.lock();
            sleep_for(10ms);
            first.unlock();
        });
        sleep_for(1ms);
        const auto middle = spawn(at_level("middle", kLow + 1), [&] {
            second.lock();
            first.lock();
            first.unlock();
            second.unlock();
        });
        sleep_for(1ms);
        const auto high = spawn(at_level("high", kHigh), [&] { second.lock(); });
        EXPECT_EQ(owner->level(), kHigh);
        EXPECT_EQ(high->terminate(), Status::ok);
        EXPECT_EQ(middle->level(), kLow + 1);
        EXPECT_EQ(owner->level(), kLow + 1);
        check_invariants();
        EXPECT_EQ(middle->terminate(), Status::ok);
        EXPECT_EQ(owner->level(), kLow + 2);
        check_invariants();
        EXPECT_EQ(second.acquire(), Status::owner_dead);
        EXPECT_EQ(second.release(), Status::ok);
        expect_ok(owner.join());
    });
}

TEST_F(Terminate, wakes_all_joiners) {
    run([&] {
        const auto task = spawn("task", [] { sleep_for(1h); });
        for (const char* name : {"a", "b"})
            spawn(name, [&] { log(task.join()); });
        yield();
        EXPECT_EQ(task->terminate(), Status::ok);
        yield();
        log("end");
    });
    EXPECT_EQ(trace(), "a:ok b:ok main:end");
}

TEST_F(Terminate, gives_the_stack_back_at_once) {
    run([&] {
        const std::size_t before = stacks().in_use();
        for (int i = 0; i < 3; ++i) {
            spawn("task", [] { sleep_for(1h); });
            yield();
            Task* victim = nullptr;
            enumerate([&](Task& task) { victim = &task == &current() ? victim : &task; });
            EXPECT_EQ(victim->terminate(), Status::ok);
            EXPECT_EQ(stacks().in_use(), before);
        }
    });
}

TEST_F(Terminate, lets_a_higher_joiner_run_at_once) {
    run([&] {
        const auto task = spawn("task", [] { sleep_for(1h); });
        spawn(at_level("high", kHigh), [&] { log(task.join()); });
        yield();
        EXPECT_EQ(task->terminate(), Status::ok);
        log();
    });
    EXPECT_EQ(trace(), "high:ok main");
}

TEST_F(Terminate, of_the_last_task_by_a_daemon_ends_the_run) {
    run([&] {
        Task& self = current();
        spawn({.name = "daemon", .daemon = true}, [&] {
            log();
            (void)self.terminate();
            log("never");
        });
        sleep_for(1h);
        log("never");
    });
    EXPECT_EQ(trace(), "daemon");
}

TEST_F(Terminate, of_a_task_that_was_not_started_is_invalid_and_of_a_finished_one_does_nothing) {
    auto& task = make<StaticTask<kSmallStackBytes>>("task", [] {});
    run([&] {
        EXPECT_EQ(task.terminate(), Status::invalid);
        expect_ok(task.start());
        expect_ok(task.join());
        EXPECT_EQ(task.terminate(), Status::ok);
        EXPECT_FALSE(task.is_terminated());
    });
}

}  // namespace
}  // namespace baton::test
