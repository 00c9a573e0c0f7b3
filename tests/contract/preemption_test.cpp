// Tasks that never call the kernel: a kernel that preempts takes the CPU from them, a cooperative one does not.
#include <atomic>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

constexpr LevelRow kShortQuantum[] = {{.quantum = 1ms}};
constexpr DispatchTable kSlicing{.name = "slicing", .rows = kShortQuantum};
static_assert(kSlicing.is_valid());

class PreemptionTest : public KernelTest {
  protected:
    PreemptionTest() {
        options.policy = &kSlicing;
        let_computing_take_time();
    }
};

TEST_F(PreemptionTest, endless_loops_share_the_cpu_by_the_quantum) {
    std::array<volatile std::uint32_t, 3> rounds{};
    run([&] {
        std::vector<TaskHandle<>> tasks;
        for (volatile std::uint32_t& mine : rounds) {
            tasks.push_back(spawn(TaskOptions{.name = "endless", .daemon = true}, [&mine] {
                for (;;)
                    mine = mine + 1;
            }));
        }
        sleep_for(100ms);
        // main too waits for its turn: each has had 33 quanta, or one more or less.
        for (const TaskHandle<>& task : tasks) {
            EXPECT_GE(task->cpu_time(), 32ms);
            EXPECT_LE(task->cpu_time(), 36ms);
        }
    });
    for (const std::uint32_t mine : rounds)
        EXPECT_GT(mine, 1000U);
}

TEST_F(PreemptionTest, loop_that_waits_for_another_task_ends) {
    std::atomic<bool> go = false;
    run([&] {
        spawn("waiter", [&] {
            while (!go) {
            }
            log();
        });
        yield();
        go = true;
        log();
    });
    EXPECT_EQ(trace(), "main waiter");
}

TEST_F(PreemptionTest, woken_higher_task_interrupts_a_loop) {
    options.policy = &kFixedPriority;
    std::atomic<bool> done = false;
    run([&] {
        spawn(at_level("high", kHigh), [&] {
            sleep_for(5ms);
            log_time();
            done = true;
        });
        while (!done) {
        }
        log();
    });
    EXPECT_EQ(trace(), "high@5 main");
}

TEST_F(PreemptionTest, cooperative_kernel_leaves_a_loop_alone) {
    options.preemption = Preemption::off;
    std::atomic<bool> disturbed = false;
    run([&] {
        spawn("other", [&] { disturbed = true; });
        const auto start = Clock::now();
        while (Clock::now() - start < 10ms) {
        }
        EXPECT_FALSE(disturbed);
    });
    EXPECT_TRUE(disturbed);
}

TEST_F(PreemptionTest, cooperative_kernel_takes_the_cpu_at_a_call_after_the_quantum) {
    options.preemption = Preemption::off;
    std::atomic<bool> disturbed = false;
    Event event;
    run([&] {
        spawn("other", [&] { disturbed = true; });
        event.set();
        EXPECT_FALSE(disturbed) << "the quantum is not over";
        const auto start = Clock::now();
        while (Clock::now() - start < 2ms) {
        }
        event.set();
        EXPECT_TRUE(disturbed);
    });
}

// --- Work that takes a given time -----------------------------------------------------------------------------------

TEST_F(PreemptionTest, work_takes_its_cpu_time_whoever_else_runs) {
    run([&] {
        const auto a = spawn("a", [] { work_for(20ms); });
        const auto b = spawn("b", [] { work_for(10ms); });
        expect_ok(a.join());
        expect_ok(b.join());
        for (const auto& [task, cpu, turnaround] : {std::tuple{a, 20ms, 30ms}, {b, 10ms, 20ms}}) {
            EXPECT_GE(task->cpu_time(), cpu);
            EXPECT_LE(task->cpu_time(), cpu + kLatenessMax + 1us);
            EXPECT_GE(task->times().turnaround(), turnaround - 1ms);
            EXPECT_LE(task->times().turnaround(), turnaround + 2ms)
                << "a last quantum for the instructions around the work";
        }
    });
}

TEST_F(PreemptionTest, work_of_no_time_is_none) {
    run([&] {
        const auto start = Clock::now();
        work_for(0ms);
        work_for(-1s);
        EXPECT_LT(Clock::now() - start, 1ms);
    });
}

TEST_F(PreemptionTest, tasks_that_start_later_arrive_then) {
    run([&] {
        const auto log_arrival = [&] { log_time(); };
        const auto c = spawn(TaskOptions{.name = "c", .start_after = 20ms}, log_arrival);
        const auto a = spawn("a", log_arrival);
        const auto b = spawn(TaskOptions{.name = "b", .start_after = 10ms}, log_arrival);
        EXPECT_EQ(b->state(), TaskState::blocked);
        check_invariants();
        expect_ok(c.join());
        EXPECT_LT(c->times().response(), 1ms) << "counts from the arrival";
        EXPECT_FALSE(b.is_alive());
    });
    EXPECT_EQ(trace(), "a@0 b@10 c@20");
}

TEST_F(PreemptionTest, daemon_that_has_not_arrived_yet_is_stopped) {
    run([&] { spawn(TaskOptions{.name = "late", .daemon = true, .start_after = 1h}, [&] { log(); }); });
    EXPECT_EQ(trace(), "");
}

TEST_F(PreemptionTest, switches_take_the_time_that_they_are_said_to) {
    options.switch_cost = 2ms;
    run([&] {
        const auto a = spawn("a", [] { work_for(1us); });
        const auto start = Clock::now();
        expect_ok(a.join());
        EXPECT_GE(Clock::now() - start, 4ms);  // there and back
        EXPECT_LT(Clock::now() - start, 5ms);
        EXPECT_LT(a->cpu_time(), 1ms);
    });
}

}  // namespace
}  // namespace baton::test
