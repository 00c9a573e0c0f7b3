// Every task needs two locks, and every other one takes them in the opposite order: the deadlock of the textbooks,
// which the kernel reports to the task that would close the circle.
#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <functional>
#include <optional>
#include <string_view>

using namespace std::chrono_literals;

namespace {

constexpr int kTasksMax = 200;

// What is done about the deadlocks.
enum class Fix : std::size_t { none, order, recursive };
constexpr std::array<std::string_view, 3> kFixes{"none", "order", "recursive"};

struct Settings {
    int tasks = 10;
    std::size_t fix = 0;
    bool lock = false;
    bool quiet = false;
};

struct Plan {
    bool right_first;
    baton::Duration arrival;
    baton::Duration pause;  // between the first lock and the second
};

class Workshop {
  public:
    explicit Workshop(const Settings& settings) : settings_(settings) {}

    // A task's life. Returns how often it was told of a deadlock.
    int visit(const Plan& plan) {
        baton::sleep_for(plan.arrival);
        switch (static_cast<Fix>(settings_.fix)) {
            case Fix::none: return plan.right_first ? use(right_, left_, plan.pause) : use(left_, right_, plan.pause);
            case Fix::order: return use(left_, right_, plan.pause);
            case Fix::recursive: return use(both_, both_, plan.pause);
        }
        return 0;
    }

    // How many visits were worked to their end, and how many were at work at once, at most.
    int finished() const { return finished_; }
    int most_at_work() const { return most_at_work_; }

  private:
    template <class Lock>
    int use(Lock& first, Lock& second, baton::Duration pause) {
        const int deadlocks = take_both(first, second, pause);
        work();
        baton::expect_ok(second.release());
        baton::expect_ok(first.release());
        return deadlocks;
    }

    // A task that is told of a deadlock must give up what it holds: somebody waits for that, and can go on then.
    template <class Lock>
    int take_both(Lock& first, Lock& second, baton::Duration pause) const {
        for (int deadlocks = 0;; ++deadlocks) {
            take(first);
            draw(" takes ", first.name());
            baton::sleep_for(pause);
            const baton::Status status = take_unless_deadlock(second);
            if (status == baton::Status::ok)
                return deadlocks;
            draw(" wants ", second.name(), ": ", baton::Coloured{baton::Colour::red, "deadlock"}, ", so gives up ",
                 first.name());
            if (!settings_.quiet)
                second.explain_deadlock();
            baton::expect_ok(first.release());
        }
    }

    template <class Lock>
    void take(Lock& lock) const {
        baton::expect_ok(take_unless_deadlock(lock));
    }

    // Returns ok or deadlock; with --lock, only ok: lock() ends the run otherwise.
    template <class Lock>
    baton::Status take_unless_deadlock(Lock& lock) const {
        if (settings_.lock) {
            lock.lock();
            return baton::Status::ok;
        }
        const baton::Status status = lock.acquire();
        baton::check(status == baton::Status::ok || status == baton::Status::deadlock, baton::Fatal::unexpected_status,
                     "acquire");
        return status;
    }

    // With both locks held: that is what keeps others away from these numbers.
    void work() {
        ++at_work_;
        most_at_work_ = std::max(most_at_work_, at_work_);
        draw(baton::Coloured{baton::Colour::green, " works"});
        baton::sleep_for(5ms);
        --at_work_;
        ++finished_;
    }

    // A line with the time, who holds which lock, the running task, and what it does.
    template <class... Items>
    void draw(const Items&... what) const {
        if (settings_.quiet)
            return;
        const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(baton::Clock::now().time_since_epoch());
        baton::print(baton::RightAligned{time.count(), 7}, " ms  ");
        if (static_cast<Fix>(settings_.fix) == Fix::recursive) {
            draw_owner("both", both_.owner());
        } else {
            draw_owner("left", left_.owner());
            draw_owner("right", right_.owner());
        }
        const baton::Task& task = baton::current();
        baton::println(task.name(), '#', task.id(), what...);
    }

    static void draw_owner(std::string_view lock, const baton::Task* owner) {
        baton::print(lock, " [");
        if (owner)
            baton::print(baton::RightAligned{owner->id(), 3});
        else
            baton::print("   ");
        baton::print("]  ");
    }

    const Settings& settings_;
    baton::Mutex left_{"left"};
    baton::Mutex right_{"right"};
    baton::RecursiveMutex both_{"both"};
    int at_work_ = 0;
    int most_at_work_ = 0;
    int finished_ = 0;
};

// The first two come together and pause for at least 10 ms, so without a fix each holds then what the other wants.
Plan plan_of(int task, int tasks, baton::Random& random) {
    const auto latest_arrival_us = static_cast<std::uint32_t>(tasks) * 5'000;
    return {.right_first = task % 2 == 1,
            .arrival = task < 2 ? 0us : std::chrono::microseconds(random.below(latest_arrival_us)),
            .pause = 10ms + std::chrono::microseconds(random.below(10'000))};
}

// Lets the tasks come and waits until all have finished. Returns how many deadlocks they were told of.
int visit_all(Workshop& workshop, const Settings& settings) {
    static std::array<baton::TaskHandle<int>, kTasksMax> handles;
    baton::Random random(baton::seed());
    const bool opposite = static_cast<Fix>(settings.fix) == Fix::none;
    for (int i = 0; i < settings.tasks; ++i) {
        const Plan plan = plan_of(i, settings.tasks, random);
        const char* const name = !opposite ? "task" : plan.right_first ? "right_first" : "left_first";
        handles[static_cast<std::size_t>(i)] = baton::spawn(name, &Workshop::visit, &workshop, plan);
    }
    int deadlocks = 0;
    for (int i = 0; i < settings.tasks; ++i) {
        auto& handle = handles[static_cast<std::size_t>(i)];
        baton::expect_ok(handle.join());
        deadlocks += handle.value();
        handle = {};
    }
    return deadlocks;
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("deadlock", "two locks taken in opposite orders");
    options.integer("--tasks", settings.tasks, 1, kTasksMax, "1 to 200");
    options.choice("--fix", settings.fix, kFixes, "nothing, the same order for all, or one recursive lock");
    options.flag("--lock", settings.lock, "by lock(), for which a deadlock is the end of the run");
    options.flag("--quiet", settings.quiet, "no picture, and no explanations");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    Workshop workshop(settings);
    const int deadlocks = visit_all(workshop, settings);

    const bool are_certain = static_cast<Fix>(settings.fix) == Fix::none && settings.tasks > 1;
    const bool passed =
        (deadlocks > 0) == are_certain && workshop.finished() == settings.tasks && workshop.most_at_work() == 1;
    if (!passed)
        baton::print_error("deadlock: ", are_certain ? "at least one" : "no", " deadlock was to be reported; ",
                           workshop.most_at_work(), " tasks held both locks at once");
    baton::println("deadlock: tasks=", settings.tasks, " deadlocks=", deadlocks, " finished=", workshop.finished());
    return passed ? 0 : 1;
}
