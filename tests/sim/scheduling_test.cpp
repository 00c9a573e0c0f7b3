// What the dispatch tables do with CPU time, which in the simulator passes exactly as a test says.
#include <gtest/gtest.h>

#include <array>
#include <baton/baton.hpp>
#include <string>
#include <vector>

#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "sim/machine.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

// The running task computes for so long.
void compute(Duration duration) {
    Machine::the().advance(duration.count());
}

class Accounting : public testing::Test {
  protected:
    template <class F>
    void run(const DispatchTable& policy, F&& main) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        Kernel kernel({.policy = &policy, .stacks = &stacks});
        baton::run(kernel, [&] {
            main();
            check_invariants();
        });
    }

    void log() { trace += std::string(trace.empty() ? "" : " ") + current().name(); }

    std::string trace;
};

// --- CPU time -------------------------------------------------------------------------------------------------------

TEST_F(Accounting, cpu_time_is_exact) {
    run(kRoundRobin, [&] {
        const auto a = spawn("a", [] {
            for (int i = 0; i < 5; ++i) {
                compute(3ms);
                yield();
            }
            compute(1ns);
        });
        const auto b = spawn("b", [] {
            compute(7ms);
            sleep_for(100ms);
            compute(2ms);
        });
        const auto idle = spawn("idle", [] { sleep_for(1h); });
        expect_ok(idle.join());
        EXPECT_EQ(a->cpu_time(), 15ms + 1ns);
        EXPECT_EQ(b->cpu_time(), 9ms);
        EXPECT_EQ(idle->cpu_time(), 0ns);
        EXPECT_EQ(current().cpu_time(), 0ns) << "sleeping and idling cost nothing";
    });
}

TEST_F(Accounting, fixed_priorities_count_cpu_time_too) {
    run(kFixedPriority, [&] {
        const auto task = spawn("a", [] {
            compute(30s);
            yield();
            compute(1s);
        });
        expect_ok(task.join());
        EXPECT_EQ(task->cpu_time(), 31s);
        EXPECT_EQ(task->level(), kFixedPriority.initial_level) << "nothing sinks";
    });
}

TEST_F(Accounting, time_in_a_nested_kernel_is_charged_once_to_the_task_that_runs_it) {
    alignas(hal::kStackAlignment) static std::array<std::byte, 4 * hal::kPooledStackBytes> memory;
    static StackPool own_stacks(memory, hal::kPooledStackBytes);
    run(kFixedPriority, [&] {
        const auto task = spawn("outer", [] {
            Kernel inner({.policy = &kFixedPriority, .stacks = &own_stacks});
            baton::run(inner, [] { compute(5ms); });
            compute(1ms);
        });
        expect_ok(task.join());
        EXPECT_EQ(task->cpu_time(), 6ms);
    });
}

// --- Multi-level feedback queue -------------------------------------------------------------------------------------

using Feedback = Accounting;

TEST_F(Feedback, task_that_computes_its_allotment_in_one_go_sinks_a_level) {
    run(kMlfq, [&] {
        const auto task = spawn("a", [&] {
            for (const auto& [duration, level] : {std::pair{10ms, 1}, {20ms, 2}, {40ms, 3}, {80ms, 3}, {80ms, 3}}) {
                compute(duration);
                yield();
                EXPECT_EQ(current().level(), level);
            }
        });
        expect_ok(task.join());
    });
}

TEST_F(Feedback, task_that_stays_below_its_allotment_stays) {
    run(kMlfq, [&] {
        compute(10ms - 1ns);
        yield();
        EXPECT_EQ(current().level(), 0);
        compute(1ns);
        yield();
        EXPECT_EQ(current().level(), 1);
    });
}

TEST_F(Feedback, allotment_is_used_up_in_pieces_with_yields_between) {
    run(kMlfq, [&] {
        for (int piece = 1; piece <= 10; ++piece) {
            compute(1ms);
            yield();
            EXPECT_EQ(current().level(), piece == 10 ? 1 : 0) << piece;
        }
    });
}

TEST_F(Feedback, allotment_is_used_up_in_pieces_with_sleeps_between) {
    run(kMlfq, [&] {
        for (int piece = 1; piece <= 4; ++piece) {
            compute(3ms);
            sleep_for(1ms);
            EXPECT_EQ(current().level(), piece == 4 ? 1 : 0) << piece;
        }
    });
}

TEST_F(Feedback, sleeping_just_before_the_end_of_the_quantum_does_not_help) {
    run(kMlfq, [&] {
        const auto gamer = spawn("gamer", [] {
            for (int i = 0; i < 12; ++i) {
                compute(9ms);
                sleep_for(1us);
            }
        });
        expect_ok(gamer.join());
        EXPECT_EQ(gamer->level(), 3);
    });
}

TEST_F(Feedback, interactive_task_runs_before_one_that_computes) {
    run(kMlfq, [&] {
        spawn("batch", [&] {
            for (int i = 0; i < 4; ++i) {
                compute(10ms);
                log();
                yield();
            }
        });
        spawn("interactive", [&] {
            for (int i = 0; i < 3; ++i) {
                sleep_for(10ms);
                log();
            }
        });
    });
    EXPECT_EQ(trace, "batch batch interactive batch interactive batch interactive");
}

TEST_F(Feedback, boost_lifts_every_task_to_the_top) {
    run(kMlfq, [&] {
        const auto work = [] {
            for (int i = 0; i < 5; ++i) {
                compute(50ms);
                yield();
            }
        };
        const auto a = spawn("a", work);
        const auto sleeper = spawn("sleeper", [] {
            compute(10ms);
            yield();
            EXPECT_EQ(current().level(), 1);
            sleep_for(5s);
        });
        expect_ok(a.join());
        EXPECT_EQ(a->level(), 3);
        EXPECT_EQ(sleeper->level(), 1);
        const auto sunk = spawn("sunk", [] {
            compute(10ms);
            yield();
            EXPECT_EQ(current().level(), 1);
            compute(1s);
            yield();
            compute(1ms);
            yield();
            EXPECT_LE(current().level(), 1);
        });
        expect_ok(sunk.join());
        EXPECT_EQ(sleeper->level(), 0) << "although it slept";
    });
}

TEST_F(Feedback, nothing_starves_below_an_endless_stream_of_short_tasks) {
    run(kMlfq, [&] {
        const auto batch = spawn("batch", [] {
            compute(100ms);
            yield();
            compute(1ms);
        });
        yield();
        const auto start = Clock::now();
        while (batch.is_alive() && Clock::now() - start < 10s) {
            expect_ok(spawn("short", [] { compute(5ms); }).join());
        }
        EXPECT_FALSE(batch.is_alive());
        EXPECT_LT(Clock::now() - start, 3s);
    });
}

// --- Round robin ----------------------------------------------------------------------------------------------------

using RoundRobin = Accounting;

TEST_F(RoundRobin, task_that_has_used_up_its_quantum_goes_behind_the_others_at_a_kernel_call) {
    // A kernel call that wakes nobody and blocks nobody is enough.
    Event event;
    run(kRoundRobin, [&] {
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                for (int i = 0; i < 3; ++i) {
                    compute(5ms);
                    log();
                    event.set();
                }
            });
        }
    });
    EXPECT_EQ(trace, "a a b b a b");
}

TEST_F(RoundRobin, quantum_starts_anew_after_a_wait) {
    run(kRoundRobin, [&] {
        spawn("a", [&] {
            compute(9ms);
            sleep_for(1ms);
            compute(9ms);
            log();
        });
        spawn("b", [&] {
            compute(11ms);
            log();
        });
    });
    EXPECT_EQ(trace, "b a");
}

// --- Stacks ---------------------------------------------------------------------------------------------------------

TEST_F(Accounting, stack_mark_is_plausible) {
    std::vector<std::byte> fresh(3 * hal::kPooledStackBytes);
    StackPool pool(fresh, hal::kPooledStackBytes);
    Kernel kernel({.policy = &kRoundRobin, .stacks = &pool});
    baton::run(kernel, [&] {
        const auto modest = spawn("modest", [] { yield(); });
        const auto hungry = spawn("hungry", [] {
            volatile char memory[20'000];
            for (volatile char& byte : memory)
                byte = 1;
            yield();
        });
        yield();
        EXPECT_GT(modest->stack_used(), 100U);
        EXPECT_LT(modest->stack_used(), 16'000U);
        EXPECT_GT(hungry->stack_used(), 20'000U);
        EXPECT_LT(hungry->stack_used(), hungry->stack().size());
    });
}

}  // namespace
}  // namespace baton::sim
