// The kernel against a model of each policy that is too simple to be wrong: time goes by the millisecond, queues are
// lists. Random mixes of tasks must come out the same, to the nanosecond.
#include <gtest/gtest.h>

#include <algorithm>
#include <baton/baton.hpp>
#include <list>
#include <string>
#include <vector>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

struct Job {
    std::vector<long> bursts;  // milliseconds: CPU, device, CPU ...
    long arrival;
};

struct Outcome {
    long response = -1;
    long turnaround = 0;
    long waiting = 0;
    int level = 0;
    bool operator==(const Outcome&) const = default;
};
void PrintTo(const Outcome& outcome, std::ostream* out) {
    *out << "response " << outcome.response << " turnaround " << outcome.turnaround << " waiting " << outcome.waiting
         << " level " << outcome.level;
}

// --- The model ------------------------------------------------------------------------------------------------------

class Model {
  public:
    Model(const DispatchTable& table, const std::vector<Job>& jobs) : table_(table), ready_(table.rows.size()) {
        for (const Job& job : jobs) {
            tasks_.push_back({.job = &job, .level = table.initial_level, .wakes_at = job.arrival, .order = order_++});
        }
    }

    std::vector<Outcome> run() {
        for (long now = 0; left() > 0; ++now) {
            end_bursts(now);
            wake(now);
            charge(now);
            choose(now);
            for (Task& task : tasks_)
                if (task.is_ready && &task != running_)
                    ++task.outcome.waiting;
            if (running_) {
                --running_->burst_left;
                ++running_->quantum_used;
                ++running_->allotment_used;
            }
        }
        std::vector<Outcome> outcomes;
        for (Task& task : tasks_) {
            task.outcome.level = task.level;
            outcomes.push_back(task.outcome);
        }
        return outcomes;
    }

  private:
    struct Task {
        const Job* job;
        int level;
        long wakes_at;
        long order;  // of the calls, for those that wake at the same instant
        std::size_t next = 0;
        long burst_left = 0;
        long quantum_used = 0;
        long allotment_used = 0;
        bool is_ready = false;
        bool is_done = false;
        Outcome outcome{};
    };

    long left() const {
        return std::ranges::count_if(tasks_, [](const Task& task) { return !task.is_done; });
    }

    void end_bursts(long now) {
        blocked_now_ = nullptr;
        if (!running_ || running_->burst_left > 0)
            return;
        Task& task = *running_;
        running_ = nullptr;
        task.is_ready = false;
        ready_[static_cast<std::size_t>(task.level)].remove(&task);
        if (task.next == task.job->bursts.size()) {
            task.is_done = true;
            task.outcome.turnaround = now - task.job->arrival;
            return;
        }
        blocked_now_ = &task;
        task.wakes_at = now + task.job->bursts[task.next++];
        task.order = order_++;
    }

    void wake(long now) {
        std::vector<Task*> woken;
        for (Task& task : tasks_)
            if (!task.is_done && !task.is_ready && task.wakes_at == now)
                woken.push_back(&task);
        std::ranges::sort(woken, {}, &Task::order);
        for (Task* const task : woken) {
            task->is_ready = true;
            task->burst_left = task->job->bursts[task->next++];
            task->quantum_used = 0;
            ready_[static_cast<std::size_t>(task->level)].push_back(task);
        }
    }

    // The table's rules for the task that has run until now, and the boost.
    void charge(long now) {
        Task* const task = running_ ? running_ : blocked_now_;
        bool expired = false;
        if (task) {
            const LevelRow& row = table_.rows[static_cast<std::size_t>(task->level)];
            if (row.allotment.count() > 0 && task->allotment_used * 1ms >= row.allotment) {
                task->allotment_used = 0;
                move(*task, row.on_expiry);
                expired = true;
            } else if (row.quantum.count() > 0 && task->quantum_used * 1ms >= row.quantum) {
                expired = true;
            }
            if (expired)
                task->quantum_used = 0;
        }
        if (table_.boost_period.count() > 0 && now > 0 && now * 1ms % table_.boost_period == 0ns) {
            // Those in the queues first, as they stand there.
            for (std::size_t level = std::size_t{table_.boost_level} + 1; level < ready_.size(); ++level)
                while (!ready_[level].empty())
                    move(*ready_[level].front(), table_.boost_level);
            for (Task& each : tasks_) {
                if (each.is_done || (!each.is_ready && each.next == 0))
                    continue;
                each.allotment_used = 0;
                each.quantum_used = 0;
                if (each.level > table_.boost_level)
                    move(each, table_.boost_level);
            }
        }
        if (running_ && expired) {
            auto& queue = ready_[static_cast<std::size_t>(running_->level)];
            queue.remove(running_);
            queue.push_back(running_);
        }
    }

    void move(Task& task, int level) {
        if (task.is_ready) {
            ready_[static_cast<std::size_t>(task.level)].remove(&task);
            auto& queue = ready_[static_cast<std::size_t>(level)];
            &task == running_ ? queue.push_front(&task) : queue.push_back(&task);
        }
        task.level = level;
    }

    void choose(long now) {
        for (std::size_t level = 0; level < ready_.size(); ++level) {
            auto& queue = ready_[level];
            if (queue.empty())
                continue;
            Task* next = queue.front();
            if (table_.rows[level].order == Order::shortest_estimate)
                next = running_ ? running_ : *std::ranges::min_element(queue, {}, [](const Task* task) {
                    return task->job->bursts[0];
                });
            running_ = next;
            if (next->outcome.response < 0)
                next->outcome.response = now - next->job->arrival;
            return;
        }
        running_ = nullptr;
    }

    const DispatchTable& table_;
    std::vector<Task> tasks_;
    std::vector<std::list<Task*>> ready_;
    Task* running_ = nullptr;
    Task* blocked_now_ = nullptr;
    long order_ = 0;
};

// --- The kernel -----------------------------------------------------------------------------------------------------

std::vector<Outcome> run_kernel(const DispatchTable& table, const std::vector<Job>& jobs) {
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    Kernel kernel({.policy = &table, .stacks = &stacks});
    std::vector<Outcome> outcomes;
    baton::run(kernel, [&] {
        std::vector<TaskHandle<>> tasks;
        for (const Job& job : jobs) {
            tasks.push_back(spawn(
                TaskOptions{.name = "job", .estimate = job.bursts[0] * 1ms, .start_after = job.arrival * 1ms}, [&job] {
                    for (std::size_t i = 0; i < job.bursts.size(); ++i)
                        i % 2 == 0 ? work_for(job.bursts[i] * 1ms) : sleep_for(job.bursts[i] * 1ms);
                }));
        }
        for (const TaskHandle<>& task : tasks)
            expect_ok(task.join());
        for (const TaskHandle<>& task : tasks) {
            const TaskTimes times = task->times();
            EXPECT_EQ(times.waiting % 1ms + times.turnaround() % 1ms + times.response() % 1ms, 0ns);
            outcomes.push_back(
                {times.response() / 1ms, times.turnaround() / 1ms, times.waiting / 1ms, task->base_level()});
        }
    });
    return outcomes;
}

// --- The comparison -------------------------------------------------------------------------------------------------

std::vector<Job> random_jobs(std::uint64_t seed) {
    Random random(seed);
    std::vector<Job> jobs(1 + random.below(9));
    const std::uint32_t longest = std::array{3U, 15U, 90U, 400U}[random.below(4)];
    for (Job& job : jobs) {
        job.arrival = random.below(3) == 0 ? 1 : 1 + random.below(200);
        job.bursts.resize(1 + 2 * random.below(6));
        for (long& burst : job.bursts)
            burst = 1 + random.below(longest);
    }
    return jobs;
}

constexpr LevelRow kBoosted[] = {{.quantum = 3ms, .allotment = 7ms, .on_expiry = 1, .on_wake = 0},
                                 {.quantum = 5ms, .allotment = 20ms, .on_expiry = 2, .on_wake = 1},
                                 {.quantum = 8ms, .on_expiry = 2, .on_wake = 2}};
constexpr DispatchTable kOftenBoosted{.name = "boosted", .rows = kBoosted, .boost_period = 40ms};
static_assert(kOftenBoosted.is_valid());

class AgainstModel : public testing::TestWithParam<const DispatchTable*> {};

INSTANTIATE_TEST_SUITE_P(Policies, AgainstModel, testing::Values(&kFcfs, &kSjf, &kRoundRobin, &kMlfq, &kOftenBoosted),
                         [](const auto& parameter) { return std::string(parameter.param->name); });

TEST_P(AgainstModel, random_mixes_come_out_the_same) {
    for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
        const std::vector<Job> jobs = random_jobs(seed);
        ASSERT_EQ(run_kernel(*GetParam(), jobs), Model(*GetParam(), jobs).run()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace baton::sim
