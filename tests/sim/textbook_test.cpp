// The policies on the examples of the textbooks: every figure in virtual nanoseconds, exact.
#include <gtest/gtest.h>

#include <array>
#include <baton/baton.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

// A task that computes, and between two bursts waits for a device.
struct Job {
    const char* name;
    std::vector<Duration> bursts;  // CPU time, then time of the device, then CPU time ...
    Duration arrival{0};
    Level level = 0xff;
};

// What became of a job.
struct Outcome {
    std::string name;
    Duration response;
    Duration turnaround;
    Duration waiting;
    Duration cpu;
    Level level;

    bool operator==(const Outcome&) const = default;
};

void PrintTo(const Outcome& outcome, std::ostream* out) {
    *out << outcome.name << " response " << outcome.response.count() << " turnaround " << outcome.turnaround.count()
         << " waiting " << outcome.waiting.count() << " cpu " << outcome.cpu.count() << " level "
         << static_cast<int>(outcome.level) << "\n";
}

class Textbook : public testing::Test {
  protected:
    KernelOptions options;

    // Runs the jobs, whose arrivals count from the same instant. Jobs that arrive together do so in their order.
    std::vector<Outcome> run(const DispatchTable& policy, const std::vector<Job>& jobs) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        options.policy = &policy;
        options.stacks = &stacks;
        std::vector<Outcome> outcomes;
        finished.clear();
        Kernel kernel(options);
        baton::run(kernel, [&] {
            current().set_level(0);  // so that all jobs are there before the first runs
            std::vector<TaskHandle<>> tasks;
            for (const Job& job : jobs) {
                tasks.push_back(spawn(
                    TaskOptions{
                        .name = job.name, .level = job.level, .estimate = job.bursts[0], .start_after = job.arrival},
                    [&] { live(job); }));
            }
            for (const TaskHandle<>& task : tasks)
                expect_ok(task.join());
            for (const TaskHandle<>& task : tasks) {
                const TaskTimes times = task->times();
                outcomes.push_back(
                    {task->name(), times.response(), times.turnaround(), times.waiting, times.cpu, task->base_level()});
            }
            check_invariants();
        });
        return outcomes;
    }

    // The names of the jobs, in the order of their ends.
    std::string finished;

  private:
    void live(const Job& job) {
        for (std::size_t i = 0; i < job.bursts.size(); ++i) {
            if (i % 2 == 0)
                work_for(job.bursts[i]);
            else
                sleep_for(job.bursts[i]);
        }
        finished += job.name;
    }
};

// Thirds of milliseconds do not come out even: the sum is compared.
Duration sum(const std::vector<Outcome>& outcomes, Duration Outcome::*figure) {
    return std::accumulate(outcomes.begin(), outcomes.end(), Duration(0),
                           [=](Duration total, const Outcome& outcome) { return total + outcome.*figure; });
}

// --- Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 7 -----------------------------------------------

const std::vector<Job> kConvoy{{"A", {100ms}}, {"B", {10ms}}, {"C", {10ms}}};

TEST_F(Textbook, fcfs_convoy) {
    const auto outcomes = run(kFcfs, kConvoy);
    EXPECT_EQ(sum(outcomes, &Outcome::turnaround), 3 * 110ms);
    EXPECT_EQ(sum(outcomes, &Outcome::response), 3 * 70ms);
    EXPECT_EQ(finished, "ABC");
}

TEST_F(Textbook, sjf_convoy) {
    const auto outcomes = run(kSjf, kConvoy);
    EXPECT_EQ(sum(outcomes, &Outcome::turnaround), 3 * 50ms);
    EXPECT_EQ(sum(outcomes, &Outcome::response), 3 * 10ms);
    EXPECT_EQ(finished, "BCA");
}

TEST_F(Textbook, round_robin_convoy) {
    const auto outcomes = run(kRoundRobin, kConvoy);
    EXPECT_EQ(sum(outcomes, &Outcome::turnaround), 170ms) << "mean 56.667 ms";
    EXPECT_EQ(sum(outcomes, &Outcome::response), 3 * 10ms);
    EXPECT_EQ(outcomes[0], (Outcome{"A", 0ms, 120ms, 20ms, 100ms, 0}));
    EXPECT_EQ(outcomes[1], (Outcome{"B", 10ms, 20ms, 10ms, 10ms, 0}));
    EXPECT_EQ(outcomes[2], (Outcome{"C", 20ms, 30ms, 20ms, 10ms, 0}));
}

TEST_F(Textbook, feedback_queue_convoy) {
    const auto outcomes = run(kMlfq, kConvoy);
    EXPECT_EQ(sum(outcomes, &Outcome::turnaround), 170ms) << "mean 56.667 ms";
    EXPECT_EQ(sum(outcomes, &Outcome::response), 3 * 10ms);
}

std::vector<long> milliseconds(const std::vector<Outcome>& outcomes, Duration Outcome::*figure) {
    std::vector<long> values;
    for (const Outcome& outcome : outcomes) {
        EXPECT_EQ(outcome.*figure % 1ms, 0ns) << outcome.name;
        values.push_back(outcome.*figure / 1ms);
    }
    return values;
}

using Milliseconds = std::vector<long>;

constexpr LevelRow kQuantum1[] = {{.quantum = 1ms}};
constexpr DispatchTable kRoundRobin1{.name = "rr 1", .rows = kQuantum1};
constexpr LevelRow kQuantum4[] = {{.quantum = 4ms}};
constexpr DispatchTable kRoundRobin4{.name = "rr 4", .rows = kQuantum4};
static_assert(kRoundRobin1.is_valid() && kRoundRobin4.is_valid());

// --- Silberschatz, Galvin, Gagne, "Operating System Concepts", 5.3 ---------------------------------------------------

TEST_F(Textbook, fcfs_waits_depend_on_the_order_of_arrival) {
    EXPECT_EQ(milliseconds(run(kFcfs, {{"1", {24ms}}, {"2", {3ms}}, {"3", {3ms}}}), &Outcome::waiting),
              (Milliseconds{0, 24, 27}));
    EXPECT_EQ(milliseconds(run(kFcfs, {{"2", {3ms}}, {"3", {3ms}}, {"1", {24ms}}}), &Outcome::waiting),
              (Milliseconds{0, 3, 6}));
}

TEST_F(Textbook, sjf_waits) {
    EXPECT_EQ(milliseconds(run(kSjf, {{"1", {6ms}}, {"2", {8ms}}, {"3", {7ms}}, {"4", {3ms}}}), &Outcome::waiting),
              (Milliseconds{3, 16, 9, 0}));
}

TEST_F(Textbook, round_robin_waits) {
    EXPECT_EQ(milliseconds(run(kRoundRobin4, {{"1", {24ms}}, {"2", {3ms}}, {"3", {3ms}}}), &Outcome::waiting),
              (Milliseconds{6, 4, 7}));
}

TEST_F(Textbook, fixed_priority_waits) {
    const auto outcomes = run(kFixedPriority, {{"1", {10ms}, 0ms, 3},
                                               {"2", {1ms}, 0ms, 1},
                                               {"3", {2ms}, 0ms, 4},
                                               {"4", {1ms}, 0ms, 5},
                                               {"5", {5ms}, 0ms, 2}});
    EXPECT_EQ(milliseconds(outcomes, &Outcome::waiting), (Milliseconds{6, 0, 16, 18, 1}));
    EXPECT_EQ(sum(outcomes, &Outcome::waiting), 5 * 8.2ms);
}

// --- Stallings, "Operating Systems: Internals and Design Principles", table 9.4 --------------------------------------

const std::vector<Job> kFiveArrivals{
    {"A", {3ms}, 0ms}, {"B", {6ms}, 2ms}, {"C", {4ms}, 4ms}, {"D", {5ms}, 6ms}, {"E", {2ms}, 8ms}};

TEST_F(Textbook, fcfs_with_arrivals) {
    EXPECT_EQ(milliseconds(run(kFcfs, kFiveArrivals), &Outcome::turnaround), (Milliseconds{3, 7, 9, 12, 12}));
}

TEST_F(Textbook, round_robin_with_arrivals_and_a_short_quantum) {
    EXPECT_EQ(milliseconds(run(kRoundRobin1, kFiveArrivals), &Outcome::turnaround), (Milliseconds{4, 16, 13, 14, 7}));
}

TEST_F(Textbook, round_robin_with_arrivals_and_a_long_quantum) {
    EXPECT_EQ(milliseconds(run(kRoundRobin4, kFiveArrivals), &Outcome::turnaround), (Milliseconds{3, 15, 7, 14, 11}));
}

TEST_F(Textbook, sjf_does_not_interrupt_for_a_shorter_job_that_arrives) {
    EXPECT_EQ(milliseconds(run(kSjf, kFiveArrivals), &Outcome::turnaround), (Milliseconds{3, 7, 11, 14, 3}));
}

// --- What happens at one and the same instant ------------------------------------------------------------------------

TEST_F(Textbook, arrival_at_the_end_of_a_quantum_stands_before_the_expired_task) {
    const auto outcomes = run(kRoundRobin, {{"A", {20ms}, 0ms}, {"B", {10ms}, 10ms}});
    EXPECT_EQ(finished, "BA");
    EXPECT_EQ(milliseconds(outcomes, &Outcome::turnaround), (Milliseconds{30, 10}));
}

TEST_F(Textbook, work_that_ends_with_the_quantum_is_done) {
    const auto outcomes = run(kRoundRobin, {{"A", {10ms}}, {"B", {10ms}}});
    EXPECT_EQ(milliseconds(outcomes, &Outcome::turnaround), (Milliseconds{10, 20}));
}

TEST_F(Textbook, device_that_is_ready_at_the_end_of_a_quantum_stands_before_the_expired_task) {
    const auto outcomes = run(kRoundRobin, {{"A", {4ms, 6ms, 1ms}}, {"B", {20ms}}});
    EXPECT_EQ(milliseconds(outcomes, &Outcome::turnaround), (Milliseconds{15, 25}));
    EXPECT_EQ(milliseconds(outcomes, &Outcome::waiting), (Milliseconds{4, 5}));
}

// --- Bursts ----------------------------------------------------------------------------------------------------------

TEST_F(Textbook, device_time_is_neither_waiting_nor_cpu_time) {
    const auto outcomes = run(kFcfs, {{"A", {10ms, 40ms, 10ms, 40ms, 10ms}}, {"B", {50ms}}});
    EXPECT_EQ(outcomes[0], (Outcome{"A", 0ms, 120ms, 10ms, 30ms, 0}));
    EXPECT_EQ(outcomes[1], (Outcome{"B", 10ms, 60ms, 10ms, 50ms, 0}));
}

TEST_F(Textbook, preempted_task_keeps_the_rest_of_its_quantum) {
    constexpr LevelRow rows[] = {{.on_expiry = 0, .on_wake = 0}, {.quantum = 10ms, .on_expiry = 1, .on_wake = 1}};
    const DispatchTable table{.name = "two", .rows = rows, .initial_level = 1};
    ASSERT_TRUE(table.is_valid());
    // A has run for 4 of its 10 ms when H comes. It goes on for 6, not 10, although alarms at 8 and 12 ms are set.
    const auto outcomes =
        run(table, {{"A", {20ms}}, {"B", {20ms}}, {"H", {2ms}, 4ms, 0}, {"I", {1ms}, 8ms, 0}, {"J", {1ms}, 15ms, 0}});
    EXPECT_EQ(outcomes[1].response, 13ms);
    EXPECT_EQ(milliseconds(outcomes, &Outcome::turnaround), (Milliseconds{34, 44, 2, 1, 1}));
}

TEST_F(Textbook, estimate_is_the_average_of_the_bursts_of_which_the_last_counts_half) {
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    Kernel kernel({.policy = &kSjf, .stacks = &stacks});
    baton::run(kernel, [] {
        for (const auto& [burst, estimate] :
             {std::pair{8ms, 8ms}, {4ms, 6ms}, {6ms, 6ms}, {4ms, 5ms}, {13ms, 9ms}, {13ms, 11ms}}) {
            work_for(burst);
            sleep_for(1ms);
            EXPECT_EQ(current().estimate(), estimate);
        }
    });
}

// --- Multi-level feedback: Arpaci-Dusseau, chapter 8 -----------------------------------------------------------------

TEST_F(Textbook, long_job_sinks_to_the_bottom) {
    EXPECT_EQ(run(kMlfq, {{"A", {200ms}}})[0], (Outcome{"A", 0ms, 200ms, 0ms, 200ms, 3}));
}

TEST_F(Textbook, short_job_that_comes_along_runs_at_once) {
    const auto outcomes = run(kMlfq, {{"A", {180ms}}, {"B", {20ms}, 100ms}});
    EXPECT_EQ(outcomes[0], (Outcome{"A", 0ms, 200ms, 20ms, 180ms, 3}));
    EXPECT_EQ(outcomes[1], (Outcome{"B", 0ms, 20ms, 0ms, 20ms, 1}));
}

// Nine of ten milliseconds, and then the device, in time to keep the rest of the quantum.
const std::vector<Job> kGame = [] {
    Job gamer{.name = "G", .bursts = {9ms}};
    for (int i = 1; i < 20; ++i)
        gamer.bursts.insert(gamer.bursts.end(), {1ms, 9ms});
    return std::vector<Job>{gamer, {"A", {200ms}}};
}();

TEST_F(Textbook, giving_up_the_cpu_before_the_quantum_ends_gains_nothing) {
    const auto outcomes = run(kMlfq, kGame);
    EXPECT_EQ(outcomes[0].level, 3);
    EXPECT_GE(outcomes[0].waiting, 100ms);
    EXPECT_LE(outcomes[1].turnaround, 380ms);
}

// Without rule 4 of the second version, the allotment is forgotten whenever the task blocks: the upper two levels are
// one, and to block leads from the one half to the other.
TEST_F(Textbook, giving_up_the_cpu_pays_if_the_allotment_is_forgotten) {
    constexpr LevelRow rows[] = {{.quantum = 10ms, .allotment = 10ms, .on_expiry = 2, .on_wake = 1},
                                 {.quantum = 10ms, .allotment = 10ms, .on_expiry = 2, .on_wake = 0},
                                 {.quantum = 10ms, .on_expiry = 2, .on_wake = 2}};
    const DispatchTable naive{.name = "naive", .rows = rows};
    ASSERT_TRUE(naive.is_valid());
    const auto outcomes = run(naive, kGame);
    EXPECT_LE(outcomes[0].level, 1);
    EXPECT_LE(outcomes[0].waiting, 10ms);
    EXPECT_EQ(outcomes[0].turnaround, 20 * 9ms + 19 * 1ms + outcomes[0].waiting);
}

TEST_F(Textbook, boost_comes_once_a_period_and_lets_the_lowest_run) {
    constexpr LevelRow rows[] = {{.quantum = 10ms, .allotment = 10ms, .on_expiry = 1, .on_wake = 0},
                                 {.quantum = 10ms, .on_expiry = 1, .on_wake = 1}};
    const DispatchTable table{.name = "boost", .rows = rows, .boost_period = 100ms};
    ASSERT_TRUE(table.is_valid());
    // Short jobs, each at the top for all of its life, leave nothing for A: but once in 100 ms it is at the top too.
    std::vector<Job> jobs{{"A", {30ms}}};
    for (int i = 0; i < 60; ++i)
        jobs.push_back({"s", {5ms}, 10ms + i * 5ms});
    const auto outcomes = run(table, jobs);
    // 10 ms at once, 10 after 100 ms and the short job that comes then, 10 after 200 ms and that one with the two that
    // have waited since.
    EXPECT_EQ(outcomes[0], (Outcome{"A", 0ms, 225ms, 195ms, 30ms, 0}));
}

// --- Deadlines -------------------------------------------------------------------------------------------------------

struct Periodic {
    Duration work;
    Duration period;
    int jobs;
};

class Deadlines : public testing::Test {
  protected:
    // Runs tasks whose deadlines are their periods, from one instant on. With fixed priorities the first is the
    // highest.
    void run(const DispatchTable& policy, const std::vector<Periodic>& set) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        Kernel kernel({.policy = &policy, .stacks = &stacks});
        misses.clear();
        ends.assign(set.size(), {});
        baton::run(kernel, [&] {
            // main has no deadline: a task that became ready now would run before the next is spawned.
            const auto start = Clock::now() + 1ms;
            std::vector<TaskHandle<>> tasks;
            for (std::size_t i = 0; i < set.size(); ++i) {
                const TaskOptions task{.name = "periodic",
                                       .level = static_cast<Level>(i + 1),
                                       .deadline = set[i].period,
                                       .period = set[i].period,
                                       .start_after = 1ms};
                tasks.push_back(spawn(task, [&, i, start] {
                    for (int job = 0; job < set[i].jobs; ++job) {
                        work_for(set[i].work);
                        ends[i].push_back((Clock::now() - start) / 1ms);
                        (void)wait_next_period();
                    }
                }));
            }
            busy = 0ns;
            for (const TaskHandle<>& task : tasks) {
                expect_ok(task.join());
                misses.push_back(task->deadline_misses());
                busy += task->cpu_time();
            }
            check_invariants();
        });
    }

    std::vector<std::uint32_t> misses;
    std::vector<std::vector<long>> ends;  // of the jobs, in milliseconds
    Duration busy{0};
};

using Misses = std::vector<std::uint32_t>;

// Buttazzo, "Hard Real-Time Computing Systems", 4.4: utilisation 0.97.
const std::vector<Periodic> kButtazzo{{2ms, 5ms, 7}, {4ms, 7ms, 5}};

TEST_F(Deadlines, rate_monotonic_priorities_miss_what_earliest_deadline_first_meets) {
    run(kFixedPriority, kButtazzo);
    EXPECT_EQ(misses, (Misses{0, 1}));
    EXPECT_EQ(ends[1], (std::vector<long>{8, 14, 20, 28, 34}));
    run(kEdf, kButtazzo);
    EXPECT_EQ(misses, (Misses{0, 0}));
    EXPECT_EQ(ends[0], (std::vector<long>{2, 8, 14, 17, 22, 28, 34}));
    EXPECT_EQ(ends[1], (std::vector<long>{6, 12, 20, 26, 32}));
}

// Liu, Layland, 1973: periods 2 and 5, utilisation 1.
TEST_F(Deadlines, full_utilisation_is_met) {
    run(kEdf, {{4ms, 8ms, 20}, {10ms, 20ms, 8}});
    EXPECT_EQ(misses, (Misses{0, 0}));
    EXPECT_EQ(ends[1], (std::vector<long>{18, 36, 58, 76, 98, 116, 138, 156}));
    EXPECT_EQ(busy, 160ms) << "never idle";
}

TEST_F(Deadlines, full_utilisation_by_three_tasks_is_met) {
    run(kEdf, {{1ms, 3ms, 40}, {1ms, 4ms, 30}, {5ms, 12ms, 10}});
    EXPECT_EQ(misses, (Misses{0, 0, 0}));
    EXPECT_EQ(ends[2], (std::vector<long>{10, 22, 34, 46, 58, 70, 82, 94, 106, 118}));
    EXPECT_EQ(busy, 120ms);
    run(kEdf, {{1ms, 2ms, 40}, {1ms, 4ms, 20}, {2ms, 8ms, 10}});
    EXPECT_EQ(misses, (Misses{0, 0, 0}));
    EXPECT_EQ(busy, 80ms);
}

TEST_F(Deadlines, overload_misses_are_counted_exactly) {
    run(kEdf, {{2ms, 4ms, 20}, {3ms, 5ms, 16}});
    EXPECT_EQ(misses, (Misses{16, 12}));
    EXPECT_EQ(ends[0],
              (std::vector<long>{2, 7, 12, 17, 22, 24, 29, 34, 39, 44, 46, 51, 56, 61, 66, 68, 73, 78, 83, 88}));
    EXPECT_EQ(ends[1], (std::vector<long>{5, 10, 15, 20, 27, 32, 37, 42, 49, 54, 59, 64, 71, 76, 81, 86}));
}

// --- The cost of a switch --------------------------------------------------------------------------------------------

TEST_F(Textbook, switches_take_the_time_that_they_are_said_to) {
    options.switch_cost = 1ms;
    const auto outcomes = run(kRoundRobin, kConvoy);
    // main, A, B, C, A; main again only when A has ended.
    EXPECT_EQ(outcomes[0], (Outcome{"A", 1ms, 124ms, 24ms, 100ms, 0}));
    EXPECT_EQ(outcomes[1], (Outcome{"B", 12ms, 22ms, 12ms, 10ms, 0}));
    EXPECT_EQ(outcomes[2], (Outcome{"C", 23ms, 33ms, 23ms, 10ms, 0}));
}

// --- Without preemption ----------------------------------------------------------------------------------------------

TEST_F(Textbook, cooperative_round_robin_is_fcfs_while_nobody_calls_the_kernel) {
    options.preemption = Preemption::off;
    const auto outcomes = run(kRoundRobin, kConvoy);
    EXPECT_EQ(sum(outcomes, &Outcome::turnaround), 3 * 110ms);
    EXPECT_EQ(finished, "ABC");
}

TEST_F(Textbook, cooperative_round_robin_gives_way_at_the_first_call_after_the_quantum) {
    options.preemption = Preemption::off;
    options.policy = &kRoundRobin;
    std::string order;
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    options.stacks = &stacks;
    Kernel kernel(options);
    Semaphore permits(0);
    baton::run(kernel, [&] {
        for (const char* name : {"a", "b"}) {
            spawn(name, [&, name] {
                for (int i = 0; i < 4; ++i) {
                    work_for(6ms);
                    order += name;
                    expect_ok(permits.release());
                }
            });
        }
    });
    EXPECT_EQ(order, "aabbaabb");
}

}  // namespace
}  // namespace baton::sim
