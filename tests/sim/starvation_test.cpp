// No ready task of the feedback queue waits longer than the boost period and one quantum for each task at the top
// level.
#include <gtest/gtest.h>

#include <algorithm>
#include <baton/baton.hpp>
#include <string>
#include <vector>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

// Follows each task's waits from when it becomes ready, or loses the CPU, until it gets the CPU.
class LongestWait : public TraceSink {
  public:
    void on_event(const TraceEvent& event) override {
        const std::int64_t now = Clock::now().time_since_epoch().count();
        switch (event.kind) {
            case TraceKind::start:
            case TraceKind::wake: wait_from(*event.task, now); break;
            case TraceKind::dispatch:
                if (running_ && running_ != event.task)
                    wait_from(*running_, now);
                running_ = event.task;
                stop_waiting(*running_, now);
                break;
            case TraceKind::block:
            case TraceKind::finish:
                stop_waiting(*event.task, now);
                if (event.task == running_)
                    running_ = nullptr;
                break;
            case TraceKind::idle: running_ = nullptr; break;
            case TraceKind::level: break;
        }
    }

    Duration longest() const { return Duration(longest_); }
    std::size_t most_ready() const { return most_ready_; }

  private:
    static constexpr std::int64_t kNotReady = -1;

    void wait_from(const Task& task, std::int64_t now) {
        ready_since_.at(task.id()) = now;
        most_ready_ = std::max(most_ready_, ++waiting_ + 1);
    }
    void stop_waiting(const Task& task, std::int64_t now) {
        std::int64_t& since = ready_since_.at(task.id());
        if (since == kNotReady)
            return;
        longest_ = std::max(longest_, now - since);
        since = kNotReady;
        --waiting_;
    }

    std::vector<std::int64_t> ready_since_ = std::vector<std::int64_t>(2'000, kNotReady);  // by the task's id
    const Task* running_ = nullptr;
    std::int64_t longest_ = 0;
    std::size_t waiting_ = 0;
    std::size_t most_ready_ = 0;
};

enum class Kind { computes, games, is_interactive, is_random };

// A task that lives for `life`.
void live(Kind kind, Duration life, Random random) {
    const auto end = Clock::now() + life;
    while (Clock::now() < end) {
        switch (kind) {
            case Kind::computes: work_for(life); break;
            case Kind::games:  // nine tenths of each quantum that it may have
                work_for(9ms + random.below(1'000) * 1us);
                sleep_for(random.below(50) * 1us + 1ns);
                break;
            case Kind::is_interactive:
                work_for(random.below(2'000) * 1us);
                sleep_for(random.below(5'000) * 1us);
                break;
            case Kind::is_random:
                work_for(random.below(60'000) * 1us);
                if (random.below(2) == 0)
                    yield();
                else
                    sleep_for(random.below(30'000) * 1us);
                break;
        }
    }
}

struct Mix {
    const char* name;
    std::vector<Kind> tasks;
    Duration stream{0};  // between two arrivals of short tasks, which are at the top for all their lives
};
void PrintTo(const Mix& mix, std::ostream* out) {
    *out << mix.name;
}

class Starvation : public testing::TestWithParam<Mix> {};

INSTANTIATE_TEST_SUITE_P(
    Adversarial, Starvation,
    testing::Values(Mix{"gamers_against_one", std::vector<Kind>{Kind::computes, Kind::games, Kind::games, Kind::games}},
                    Mix{"many_gamers", std::vector<Kind>(40, Kind::games)},
                    Mix{"all_compute", std::vector<Kind>(30, Kind::computes)},
                    Mix{"interactive", std::vector<Kind>(60, Kind::is_interactive)},
                    Mix{"stream_against_one", {Kind::computes}, 5ms},
                    Mix{"stream_and_all", {Kind::computes, Kind::games, Kind::is_interactive, Kind::is_random}, 7ms},
                    Mix{"random", std::vector<Kind>(25, Kind::is_random)}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST_P(Starvation, nobody_waits_longer_than_a_boost_period_and_a_quantum_for_each_ready_task) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        LongestWait waits;
        Kernel kernel({.policy = &kMlfq, .stacks = &stacks, .trace = &waits});
        constexpr Duration kLife = 5s;
        baton::run(kernel, [&] {
            Random seeds(seed);
            for (const Kind kind : GetParam().tasks)
                spawn("task", live, kind, kLife, Random(seeds()));
            if (GetParam().stream == 0ns)
                return;
            for (auto at = 0ns; at < kLife; at += GetParam().stream)
                spawn(TaskOptions{.name = "short", .start_after = at + 1ns}, [] { work_for(5ms); });
        });
        const Duration bound =
            kMlfq.boost_period + static_cast<long>(waits.most_ready()) * kMlfq.rows[kMlfq.boost_level].quantum;
        EXPECT_LE(waits.longest(), bound) << "seed " << seed << ", ready at once: " << waits.most_ready();
    }
}

// What the boost is for: without it the same mix starves the task at the bottom for all of its life.
TEST(StarvationWithoutBoost, stream_of_short_tasks_starves_the_bottom) {
    DispatchTable table = kMlfq;
    table.boost_period = 0s;
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    LongestWait waits;
    Kernel kernel({.policy = &table, .stacks = &stacks, .trace = &waits});
    baton::run(kernel, [&] {
        spawn("task", live, Kind::computes, 1s, Random(1));
        for (auto at = 0ns; at < 5s; at += 5ms)
            spawn(TaskOptions{.name = "short", .start_after = at + 1ns}, [] { work_for(5ms); });
    });
    EXPECT_GT(waits.longest(), 4s);
}

}  // namespace
}  // namespace baton::sim
