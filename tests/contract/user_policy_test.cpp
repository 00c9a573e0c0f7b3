// A policy that no textbook has, as a user writes it: a table, and nothing in the kernel.
#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// Three classes in one machine. Level 0: real time, by deadline. Levels 1 and 2: time sharing; who computes for 4 ms in
// all sinks, and comes back to the top by waiting for something. Level 3: batch, when nobody else wants the CPU; not
// lifted by anything.
constexpr LevelRow kMixedRows[] = {
    {.on_expiry = 0, .on_wake = 0, .order = Order::earliest_deadline},
    {.quantum = 2ms, .allotment = 4ms, .on_expiry = 2, .on_wake = 1},
    {.quantum = 8ms, .on_expiry = 2, .on_wake = 1},
    {.on_expiry = 3, .on_wake = 3},
};
constexpr DispatchTable kMixed{.name = "mixed", .rows = kMixedRows, .initial_level = 1};
static_assert(kMixed.is_valid());

constexpr Level kRealTime = 0;
constexpr Level kBatch = 3;

class UserPolicy : public KernelTest {
  protected:
    UserPolicy() { options.policy = &kMixed; }
};

TEST_F(UserPolicy, classes_run_in_the_order_of_their_levels) {
    options.preemption = Preemption::off;  // all are ready before the first runs
    run([&] {
        const auto start = [&](const char* name, Level level, Duration deadline) {
            spawn(TaskOptions{.name = name, .level = level, .deadline = deadline}, [&] { log(); });
        };
        start("batch", kBatch, 1ms);
        start("shared", 1, 1ms);
        start("late", kRealTime, 20s);
        start("early", kRealTime, 10s);
    });
    EXPECT_EQ(trace(), "early late shared batch");
}

TEST_F(UserPolicy, shared_task_sinks_by_computing_and_rises_by_waiting) {
    run([&] {
        const auto task = spawn("shared", [&] {
            work_for(3ms);
            log(current().level());
            work_for(2ms);
            log(current().level());
            sleep_for(1ms);
            log(current().level());
            work_for(3ms);
            log(current().level());
        });
        expect_ok(task.join());
    });
    EXPECT_EQ(trace(), "shared=1 shared=2 shared=1 shared=1");
}

TEST_F(UserPolicy, batch_runs_only_while_all_others_wait) {
    run([&] {
        const auto batch = spawn(at_level("batch", kBatch), [&] {
            work_for(10ms);
            log_time();
        });
        spawn("shared", [&] {
            for (int i = 0; i < 3; ++i) {
                work_for(5ms);
                log_time();
                sleep_for(4ms);
            }
        });
        expect_ok(batch.join());
    });
    EXPECT_EQ(trace(), "shared@5 shared@14 shared@23 batch@25");
}

TEST_F(UserPolicy, real_time_task_meets_its_deadlines_whatever_the_others_do) {
    std::uint32_t misses = 1;
    run([&] {
        for (int i = 0; i < 3; ++i)
            spawn("shared", [] { work_for(30ms); });
        const TaskOptions control{.name = "control", .level = kRealTime, .deadline = 3ms, .period = 5ms};
        const auto task = spawn(control, [] {
            for (int job = 0; job < 20; ++job) {
                work_for(2ms);
                (void)wait_next_period();
            }
        });
        expect_ok(task.join());
        misses = task->deadline_misses();
    });
    EXPECT_EQ(misses, 0U);
}

TEST_F(UserPolicy, task_that_changes_to_the_ordered_level_stands_by_its_key_there) {
    options.preemption = Preemption::off;
    run([&] {
        spawn(TaskOptions{.name = "a", .level = kRealTime, .deadline = 20ms}, [&] { log(); });
        const auto b = spawn(TaskOptions{.name = "b", .deadline = 10ms}, [&] { log(); });
        b->set_level(kRealTime);
        check_invariants();
    });
    EXPECT_EQ(trace(), "b a");
}

TEST_F(UserPolicy, cooperative_kernel_keeps_the_running_task_when_it_comes_to_the_ordered_level) {
    options.preemption = Preemption::off;
    run([&] {
        spawn(TaskOptions{.name = "a", .level = kRealTime, .deadline = 20ms}, [&] { log(); });
        current().set_level(kRealTime);
        check_invariants();
        log("first");
        sleep_for(1ms);
        check_invariants();
    });
    EXPECT_EQ(trace(), "main:first a");
}

}  // namespace
}  // namespace baton::test
