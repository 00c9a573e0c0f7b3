// Who runs when: levels, yields, changes of level, under every policy what all have in common.
#include <array>
#include <atomic>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// --- What every policy guarantees -----------------------------------------------------------------------------------

struct Variant {
    const DispatchTable* policy;
    Preemption preemption;
};

std::string to_text(const Variant& variant) {
    return std::string(variant.policy->name) + (variant.preemption == Preemption::on ? "_preemptive" : "_cooperative");
}
void PrintTo(const Variant& variant, std::ostream* out) {
    *out << to_text(variant);
}

class AnyPolicy : public KernelTest, public testing::WithParamInterface<Variant> {
  protected:
    AnyPolicy() {
        options.policy = GetParam().policy;
        options.preemption = GetParam().preemption;
    }
};

INSTANTIATE_TEST_SUITE_P(Scheduling, AnyPolicy,
                         testing::Values(Variant{&kMlfq, Preemption::on}, Variant{&kMlfq, Preemption::off},
                                         Variant{&kRoundRobin, Preemption::on}, Variant{&kRoundRobin, Preemption::off},
                                         Variant{&kFixedPriority, Preemption::on},
                                         Variant{&kFixedPriority, Preemption::off}),
                         [](const testing::TestParamInfo<Variant>& parameter) { return to_text(parameter.param); });

TEST_P(AnyPolicy, tasks_of_a_level_yield_in_a_circle) {
    run([&] {
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                for (int round = 0; round < 3; ++round) {
                    log(round);
                    yield();
                }
            });
        }
    });
    EXPECT_EQ(trace(), "a=0 b=0 c=0 a=1 b=1 c=1 a=2 b=2 c=2");
}

TEST_P(AnyPolicy, yield_of_a_lone_task_returns) {
    run([&] {
        for (int i = 0; i < 10; ++i)
            yield();
        log();
    });
    EXPECT_EQ(trace(), "main");
}

TEST_P(AnyPolicy, waiters_of_a_level_are_served_in_arrival_order) {
    Semaphore semaphore(0);
    run([&] {
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                log(semaphore.acquire());
                log(semaphore.acquire());
            });
        }
        yield();
        for (int i = 0; i < 6; ++i) {
            expect_ok(semaphore.release());
            yield();
        }
    });
    EXPECT_EQ(trace(), "a:ok b:ok c:ok a:ok b:ok c:ok");
}

TEST_P(AnyPolicy, sleepers_wake_in_the_order_of_their_deadlines) {
    run([&] {
        const auto sleep_then_log = [&](Duration duration) {
            sleep_for(duration);
            log_time();
        };
        spawn("c", sleep_then_log, 30ms);
        spawn("a", sleep_then_log, 10ms);
        spawn("b", sleep_then_log, 20ms);
    });
    EXPECT_EQ(trace(), "a@10 b@20 c@30");
}

TEST_P(AnyPolicy, invariants_hold_while_tasks_come_and_go) {
    Semaphore semaphore(1);
    std::atomic<int> ended = 0;
    run([&] {
        for (int i = 0; i < 20; ++i) {
            spawn("a", [&, i] {
                for (int round = 0; round < 5; ++round) {
                    expect_ok(semaphore.acquire());
                    check_invariants();
                    sleep_for(i % 3 * 1ms);
                    check_invariants();
                    expect_ok(semaphore.release());
                    yield();
                    check_invariants();
                }
                ++ended;
            });
        }
    });
    EXPECT_EQ(ended, 20);
    EXPECT_EQ(semaphore.count(), 1U);
}

TEST_P(AnyPolicy, level_is_clamped_to_the_policy) {
    run([&] {
        const auto task = spawn(at_level("a", 200), [&] { log(); });
        EXPECT_EQ(task->base_level(), options.policy->rows.size() - 1);
        current().set_level(254);
        EXPECT_EQ(current().base_level(), options.policy->rows.size() - 1);
        current().set_level(0);
        EXPECT_EQ(current().level(), 0U);
    });
    EXPECT_EQ(trace(), "a");
}

// --- Fixed priorities -----------------------------------------------------------------------------------------------

using Levels = KernelTest;

TEST_F(Levels, highest_ready_task_runs_until_it_blocks) {
    Event go;
    run([&] {
        const auto work = [&] {
            expect_ok(go.wait());
            log();
            yield();
            log();
        };
        spawn(at_level("low", kLow), work);
        spawn(at_level("high", kHigh), work);
        spawn(at_level("higher", kHigher), work);
        sleep_for(1ms);
        go.set();
        log("set");
    });
    EXPECT_EQ(trace(), "higher higher high high main:set low low");
}

TEST_F(Levels, woken_higher_task_waits_for_the_next_scheduling_point_without_preemption) {
    options.preemption = Preemption::off;
    Semaphore semaphore(0);
    run([&] {
        spawn("same", [&] { log(); });
        spawn(at_level("high", kHigh), [&] { log(semaphore.acquire()); });
        yield();
        spawn("other", [&] { log(); });
        expect_ok(semaphore.release());
        log("released");
        yield();
        log("back");
    });
    EXPECT_EQ(trace(), "same main:released high:ok other main:back");
}

TEST_F(Levels, woken_lower_task_does_not_interrupt) {
    Semaphore semaphore(0);
    run([&] {
        spawn(at_level("low", kLow), [&] { log(semaphore.acquire()); });
        sleep_for(1ms);
        expect_ok(semaphore.release());
        yield();
        log();
    });
    EXPECT_EQ(trace(), "main low:ok");
}

TEST_F(Levels, task_of_the_same_level_does_not_interrupt) {
    Semaphore semaphore(0);
    run([&] {
        spawn("same", [&] { log(semaphore.acquire()); });
        yield();
        expect_ok(semaphore.release());
        log();
    });
    EXPECT_EQ(trace(), "main same:ok");
}

TEST_F(Levels, preempted_task_goes_on_before_others_of_its_level) {
    Semaphore semaphore(0);
    run([&] {
        spawn(at_level("high", kHigh), [&] {
            expect_ok(semaphore.acquire());
            log();
        });
        spawn("same", [&] { log(); });
        expect_ok(semaphore.release());
        log();
    });
    EXPECT_EQ(trace(), "high main same");
}

TEST_F(Levels, task_raised_above_the_running_one_runs_at_once) {
    run([&] {
        const auto task = spawn("a", [&] { log(); });
        log("raise");
        task->set_level(kHigh);
        log("back");
    });
    EXPECT_EQ(trace(), "main:raise a main:back");
}

TEST_F(Levels, running_task_that_lowers_itself_below_others_stops) {
    run([&] {
        spawn("a", [&] { log(); });
        current().set_level(kLow);
        EXPECT_EQ(current().level(), kLow);
        log();
    });
    EXPECT_EQ(trace(), "a main");
}

TEST_F(Levels, running_task_that_raises_itself_goes_on) {
    run([&] {
        spawn(at_level("high", kHigh + 1), [&] { log("first"); });
        current().set_level(kHigh);
        spawn(at_level("late", kHigh + 1), [&] { log(); });
        log();
        current().set_level(kLow);
        log("last");
    });
    EXPECT_EQ(trace(), "high:first main late main:last");
}

TEST_F(Levels, level_can_be_set_before_the_start) {
    auto& task = make<StaticTask<kSmallStackBytes>>("a", [&] { log(current().level()); });
    task.set_level(kHigh);
    run([&] {
        expect_ok(task.start());
        log();
    });
    EXPECT_EQ(trace(), "a=" + std::to_string(kHigh) + " main");
}

TEST_F(Levels, new_level_of_a_blocked_task_moves_it_among_the_waiters) {
    Semaphore semaphore(0);
    run([&] {
        std::array<TaskHandle<>, 4> tasks;
        constexpr std::array kNames{"a", "b", "c", "d"};
        for (std::size_t i = 0; i < tasks.size(); ++i)
            tasks[i] = spawn(at_level(kNames[i], kLow), [&] { log(semaphore.acquire()); });
        sleep_for(1ms);
        tasks[2]->set_level(kLow - 1);
        tasks[0]->set_level(kLow + 1);
        check_invariants();
        for (std::size_t i = 0; i < tasks.size(); ++i)
            expect_ok(semaphore.release());
    });
    EXPECT_EQ(trace(), "c:ok b:ok d:ok a:ok");
}

TEST_F(Levels, task_whose_level_changes_while_ready_queues_behind_its_new_equals) {
    run([&] {
        const auto a = spawn(at_level("a", kLow), [&] { log(); });
        spawn(at_level("b", kLow + 1), [&] { log(); });
        spawn(at_level("c", kLow + 1), [&] { log(); });
        a->set_level(kLow + 1);
    });
    EXPECT_EQ(trace(), "b c a");
}

TEST_F(Levels, new_level_of_a_sleeping_task_holds_when_it_wakes) {
    run([&] {
        const auto deadline = Clock::now() + 10ms;
        const auto work = [&, deadline] {
            sleep_until(deadline);
            log();
        };
        const auto a = spawn("a", work);
        spawn("b", work);
        yield();
        a->set_level(kLow);
        sleep_for(20ms);
        log();
    });
    EXPECT_EQ(trace(), "b a main");
}

TEST_F(Levels, level_of_a_finished_task_may_be_set_without_effect) {
    run([&] {
        const auto task = spawn("a", [] {});
        expect_ok(task.join());
        task->set_level(kHigh);
        check_invariants();
    });
}

TEST_F(Levels, thirty_two_levels_run_from_the_highest_to_the_lowest) {
    run([&] {
        current().set_level(0);
        for (int level = 31; level >= 1; --level)
            spawn(at_level("t", static_cast<Level>(level)), [&] { log(current().level()); });
    });
    std::string expected;
    for (int level = 1; level < 32; ++level)
        expected += (level == 1 ? "t=" : " t=") + std::to_string(level);
    EXPECT_EQ(trace(), expected);
}

}  // namespace
}  // namespace baton::test
