// Preemption of loops that never call the kernel, which in the simulator is exact: block by block.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "sim/machine.hpp"
#include "sim/trace/text_trace.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

// A loop of one basic block a round.
[[gnu::noinline]] void count_for_ever(volatile std::uint64_t& rounds) {
    for (;;)
        rounds = rounds + 1;
}

// A loop of so many rounds.
[[gnu::noinline]] void compute(int rounds) {
    volatile int round = 0;
    while (round < rounds)
        round = round + 1;
}

class SimulatedPreemption : public testing::Test {
  protected:
    ~SimulatedPreemption() override { machine.set_block_cost(0); }

    template <class F>
    void run(const KernelOptions& wanted, F&& main) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        KernelOptions options = wanted;
        options.stacks = &stacks;
        Kernel kernel(options);
        baton::run(kernel, std::ref(main));
    }

    Machine& machine = Machine::the();
};

TEST_F(SimulatedPreemption, quantum_is_so_many_blocks) {
    machine.set_block_cost(10);
    std::array<volatile std::uint64_t, 2> rounds{};
    run({.policy = &kRoundRobin}, [&] {
        std::array<TaskHandle<>, 2> tasks;
        for (std::size_t i = 0; i < 2; ++i)
            tasks[i] = spawn(TaskOptions{.name = "endless", .daemon = true}, [&, i] { count_for_ever(rounds[i]); });
        // main waits behind both: each has had one quantum when it runs again, two after the next turn.
        for (std::uint64_t turn = 1; turn <= 5; ++turn) {
            yield();
            for (const volatile std::uint64_t& count : rounds) {
                EXPECT_GE(count, turn * 1'000'000 - turn * 10);
                EXPECT_LE(count, turn * 1'000'000);
            }
            // To the nanosecond, because a block takes 10 of them.
            EXPECT_EQ(tasks[0]->cpu_time(), turn * 10ms);
            EXPECT_EQ(tasks[1]->cpu_time(), turn * 10ms);
        }
    });
}

TEST_F(SimulatedPreemption, alarm_between_two_blocks_is_met_at_the_second) {
    machine.set_block_cost(1'000);
    run({.policy = &kFixedPriority}, [&] {
        const auto start = Clock::now();
        Clock::time_point woken;
        volatile std::uint64_t rounds = 0;
        current().set_level(5);
        spawn(TaskOptions{.name = "sleeper", .level = 4}, [&] {
            sleep_until(start + 1ms + 1ns);
            woken = Clock::now();
        });
        spawn(TaskOptions{.name = "endless", .level = 6, .daemon = true}, [&] { count_for_ever(rounds); });
        sleep_for(2ms);
        EXPECT_GT(woken, start + 1ms);
        EXPECT_LT(woken, start + 1ms + 10us) << "its own blocks take time too";
    });
}

TEST_F(SimulatedPreemption, blocks_take_no_time_unless_it_is_said) {
    run({.policy = &kRoundRobin}, [&] {
        const auto start = Clock::now();
        compute(1'000'000);
        EXPECT_EQ(Clock::now(), start);
    });
}

TEST_F(SimulatedPreemption, free_blocks_take_no_time_until_there_are_too_many_at_an_instant) {
    machine.set_block_cost(10, 100'000);
    run({.policy = &kRoundRobin}, [&] {
        const auto start = Clock::now();
        compute(40'000);
        EXPECT_EQ(Clock::now(), start);
        sleep_for(1ms);
        compute(40'000);
        EXPECT_EQ(Clock::now(), start + 1ms) << "anew at each instant";
        compute(100'000);
        EXPECT_GT(Clock::now(), start + 1ms + 100us);
        const auto before = Clock::now();
        compute(1'000);
        EXPECT_GE(Clock::now(), before + 10us) << "every block, from then on";
    });
}

TEST_F(SimulatedPreemption, work_that_ends_with_the_quantum_goes_on_while_blocks_are_free) {
    machine.set_block_cost(Machine::kBlockCost, Machine::kFreeBlocks);
    std::vector<Duration> ends;
    run({.policy = &kRoundRobin}, [&] {
        const auto start = Clock::now();
        for (int i = 0; i < 3; ++i) {
            spawn("work", [&, start] {
                work_for(10ms);
                compute(100);
                ends.push_back(Clock::now() - start);
            });
        }
    });
    EXPECT_EQ(ends, (std::vector<Duration>{10ms, 20ms, 30ms}));
}

// --- The same run twice ---------------------------------------------------------------------------------------------

// Loops of random lengths, with a kernel call now and then.
void run_loops(std::uint64_t seed, const std::string& path) {
    TextTrace trace(path);
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    Kernel kernel({.policy = &kMlfq, .stacks = &stacks, .trace = &trace});
    Machine::the().set_block_cost(50);
    baton::run(kernel, [&] {
        Random seeds(seed);
        for (const char* name : {"a", "b", "c", "d"}) {
            spawn(name, [random = Random(seeds())]() mutable {
                volatile std::uint32_t sink = 0;
                for (int step = 0; step < 20; ++step) {
                    for (std::uint32_t left = random.below(400'000); left > 0; --left)
                        sink = sink + left;
                    if (random.below(3) == 0)
                        sleep_for(random.below(5'000) * 1us);
                }
            });
        }
    });
    EXPECT_TRUE(trace.close());
}

std::string traced_in_process(std::uint64_t seed) {
    const auto path =
        std::filesystem::temp_directory_path() / ("baton-preemption-" + std::to_string(getpid()) + ".txt");
    const auto record = [&] {
        run_loops(seed, path);
        std::_Exit(testing::Test::HasFailure() ? 1 : 0);
    };
    EXPECT_EXIT(record(), testing::ExitedWithCode(0), "");
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    std::filesystem::remove(path);
    return text.str();
}

TEST_F(SimulatedPreemption, same_seed_preempts_at_the_same_blocks) {
    const std::string first = traced_in_process(1);
    EXPECT_GT(std::count(first.begin(), first.end(), '\n'), 100);
    EXPECT_EQ(traced_in_process(1), first);
    EXPECT_NE(traced_in_process(2), first);
}

// --- The end of a run -----------------------------------------------------------------------------------------------

TEST_F(SimulatedPreemption, run_with_an_endless_loop_ends_at_its_end) {
    const auto run_until = [&](Preemption preemption, int tasks) {
        machine.set_block_cost(Machine::kBlockCost, Machine::kFreeBlocks);
        machine.set_end(machine.now() + Duration(25ms).count());
        run({.policy = &kRoundRobin, .preemption = preemption}, [&] {
            static volatile std::uint64_t rounds;
            for (int i = 1; i < tasks; ++i)
                spawn("endless", [] { count_for_ever(rounds); });
            count_for_ever(rounds);
        });
    };
    for (const Preemption preemption : {Preemption::on, Preemption::off})
        for (const int tasks : {1, 2})
            EXPECT_EXIT(run_until(preemption, tasks), testing::ExitedWithCode(0), "^baton: stopped at .*\n$");
}

TEST_F(SimulatedPreemption, work_ends_with_the_run_at_its_end) {
    const auto run_until = [&] {
        machine.set_end(machine.now() + Duration(1s).count());
        run({}, [] {
            work_for(1s);
            print_error("on time");
            work_for(1ns);
            print_error("too late");
        });
    };
    EXPECT_EXIT(run_until(), testing::ExitedWithCode(0), "^on time\nbaton: stopped at .*\n$");
}

TEST_F(SimulatedPreemption, paced_loop_takes_as_long_as_it_says) {
    const auto run_paced = [&] {
        machine.set_block_cost(1'000);
        machine.set_realtime();
        const auto host_start = std::chrono::steady_clock::now();
        run({}, [] {
            const auto start = Clock::now();
            while (Clock::now() < start + 50ms)
                compute(10);
        });
        const auto taken = std::chrono::steady_clock::now() - host_start;
        std::_Exit(taken >= 48ms && taken < 1s ? 0 : 1);
    };
    EXPECT_EXIT(run_paced(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace baton::sim
