#include <array>
#include <mutex>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

class ConditionTest : public KernelTest {
  protected:
    // A task that waits once and says how that ended.
    auto waiter(const TaskOptions& task) {
        return spawn(task, [this] {
            const std::lock_guard lock(mutex);
            log(condition.wait(mutex));
        });
    }

    Mutex mutex{"mutex"};
    Condition condition{"condition"};
};

TEST_F(ConditionTest, notify_wakes_waiters_in_arrival_order_one_a_call) {
    run([&] {
        for (const char* name : {"a", "b", "c"})
            waiter({.name = name});
        yield();
        condition.notify();
        yield();
        log("one");
        condition.notify(2);
        yield();
        log("two");
        condition.notify();
        yield();
    });
    EXPECT_EQ(trace(), "a:ok main:one b:ok c:ok main:two");
}

TEST_F(ConditionTest, higher_waiters_come_first) {
    run([&] {
        waiter(at_level("low", kLow));
        waiter(at_level("a", kMain));
        waiter(at_level("high", kHigh));
        waiter(at_level("b", kMain));
        sleep_for(1ms);
        condition.notify(3);
        sleep_for(1ms);
        log("rest");
        condition.notify_all();
        sleep_for(1ms);
    });
    EXPECT_EQ(trace(), "high:ok a:ok b:ok main:rest low:ok");
}

TEST_F(ConditionTest, notification_without_a_waiter_is_forgotten) {
    run([&] {
        condition.notify_all();
        mutex.lock();
        log(condition.wait(mutex, 1ms));
        EXPECT_EQ(mutex.owner(), &current());
        log_time();
        mutex.unlock();
    });
    EXPECT_EQ(trace(), "main:timeout main@1");
}

TEST_F(ConditionTest, notification_does_not_reach_a_later_waiter) {
    run([&] {
        waiter({.name = "first"});
        yield();
        condition.notify();
        const auto second = waiter({.name = "second"});
        sleep_for(1ms);
        EXPECT_TRUE(second.is_alive());
        condition.notify();
    });
    EXPECT_EQ(trace(), "first:ok second:ok");
}

TEST_F(ConditionTest, woken_task_has_the_lock_again) {
    run([&] {
        waiter({.name = "task"});
        yield();
        mutex.lock();
        condition.notify();
        sleep_for(1ms);
        log("still locked");
        mutex.unlock();
    });
    EXPECT_EQ(trace(), "main:still locked task:ok");
}

// Giving up the lock lets a higher task run, which notifies while the waiter has not blocked yet.
TEST_F(ConditionTest, notification_while_the_lock_is_given_up_is_not_lost) {
    run([&] {
        spawn(at_level("low", kLow), [&] {
            mutex.lock();
            sleep_for(1ms);
            log(condition.wait(mutex, 1h));
            mutex.unlock();
        });
        sleep_for(500us);
        spawn(at_level("high", kHigh), [&] {
            mutex.lock();
            EXPECT_TRUE(condition.has_waiters());
            condition.notify();
            EXPECT_FALSE(condition.has_waiters());
            check_invariants();
            mutex.unlock();
            log();
        });
        sleep_for(5ms);
        log();
    });
    EXPECT_EQ(trace(), "high low:ok main");
}

TEST_F(ConditionTest, waits_with_any_lock) {
    RecursiveMutex recursive;
    run([&] {
        const auto a = spawn("a", [&] {
            std::unique_lock lock(mutex);
            log(condition.wait(lock));
            EXPECT_TRUE(lock.owns_lock());
        });
        const auto b = spawn("b", [&] {
            const std::lock_guard lock(recursive);
            log(condition.wait(recursive));
            EXPECT_EQ(recursive.count(), 1U);
        });
        yield();
        EXPECT_EQ(mutex.owner(), nullptr);
        EXPECT_EQ(recursive.count(), 0U);
        condition.notify_all();
        yield();
    });
    EXPECT_EQ(trace(), "a:ok b:ok");
}

TEST_F(ConditionTest, predicate_is_looked_at_until_it_holds) {
    int value = 0;
    run([&] {
        spawn("task", [&] {
            const std::lock_guard lock(mutex);
            log(condition.wait(mutex, [&] { return value == 3; }));
            log(value);
            log(condition.wait(mutex, [] { return true; }));
        });
        yield();
        for (int i = 0; i < 3; ++i) {
            const std::lock_guard lock(mutex);
            ++value;
            condition.notify();
            sleep_for(1ms);
        }
    });
    EXPECT_EQ(trace(), "task:ok task=3 task:ok");
}

TEST_F(ConditionTest, predicate_has_one_limit_for_all_its_waits) {
    run([&] {
        const auto task = spawn("task", [&] {
            const std::lock_guard lock(mutex);
            log(condition.wait_for(mutex, 5ms, [] { return false; }));
            log_time();
        });
        for (int i = 0; i < 4; ++i) {
            sleep_for(2ms);
            condition.notify();
        }
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "task:timeout task@5");
}

TEST_F(ConditionTest, predicate_that_holds_at_the_limit_is_success) {
    bool done = false;
    run([&] {
        const auto task = spawn("task", [&] {
            const std::lock_guard lock(mutex);
            log(condition.wait_for(mutex, 2ms, [&] { return done; }));
        });
        sleep_for(1ms);
        done = true;  // and nobody is told
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "task:ok");
}

TEST_F(ConditionTest, zero_timeout_gives_the_lock_up_and_comes_back) {
    run([&] {
        mutex.lock();
        spawn("other", [&] {
            mutex.lock();
            log();
            mutex.unlock();
        });
        yield();
        log(condition.wait(mutex, 0ns));
        mutex.unlock();
    });
    EXPECT_EQ(trace(), "other main:timeout");
}

TEST_F(ConditionTest, waiter_whose_level_changes_finds_its_new_place) {
    run([&] {
        const auto a = waiter({.name = "a"});
        const auto b = waiter({.name = "b"});
        yield();
        b->set_level(kHigh);
        check_invariants();
        condition.notify();
        yield();
        condition.notify();
    });
    EXPECT_EQ(trace(), "b:ok a:ok");
}

}  // namespace
}  // namespace baton::test
