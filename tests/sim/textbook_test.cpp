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

// --- Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 7
// ------------------------------------------------

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

// --- What models of workloads need ----------------------------------------------------------------------------------

class Model : public testing::Test {
  protected:
    // Runs a first task that ends when it has started others.
    template <class F>
    void run(F&& first) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        options.stacks = &stacks;
        Kernel kernel(options);
        baton::run(kernel, first);
    }

    void log() {
        events += std::string(events.empty() ? "" : " ") + current().name() + "@" +
                  std::to_string((Clock::now() - start) / 1ms);
    }

    KernelOptions options{.policy = &kFcfs};
    Clock::time_point start = Clock::now();
    std::string events;
};

TEST_F(Model, equal_deadlines_are_in_the_order_of_the_tasks_if_asked_for) {
    for (const DeadlineTies ties : {DeadlineTies::by_call, DeadlineTies::by_task}) {
        options.ties = ties;
        start = Clock::now();
        events.clear();
        run([&] {
            spawn({.name = "a", .start_after = 1ms}, [&] {
                sleep_for(9ms);
                log();
            });
            spawn({.name = "b", .start_after = 10ms}, [&] { log(); });
            spawn({.name = "c"}, [&] {
                sleep_for(10ms);
                log();
            });
        });
        EXPECT_EQ(events, ties == DeadlineTies::by_call ? "b@10 c@10 a@10" : "a@10 b@10 c@10");
    }
}

TEST_F(Model, task_may_be_started_at_an_instant) {
    run([&] {
        work_for(3ms);
        spawn({.name = "a", .start_after = start + 5ms}, [&] { log(); });
        spawn({.name = "b", .start_after = start}, [&] { log(); });
    });
    EXPECT_EQ(events, "b@3 a@5");
}

TEST_F(Model, switch_from_a_first_task_that_has_ended_is_free) {
    options.switch_cost = 1ms;
    run([&] {
        for (const char* name : {"a", "b"}) {
            spawn({.name = name, .start_after = start + 10ms}, [&] {
                log();
                work_for(5ms);
            });
        }
    });
    EXPECT_EQ(events, "a@10 b@16");
}

}  // namespace
}  // namespace baton::sim
