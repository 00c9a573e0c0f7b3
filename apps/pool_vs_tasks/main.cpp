// A task for each job, or a few workers for all of them: what each takes in time and in memory; and what switching
// between tasks costs.
#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <optional>
#include <span>

#include "measurement.hpp"
#include "switching.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int kTasksMax = 20'000;
constexpr int kJobsMax = 1000;
constexpr int kWorkers = 5;
constexpr int kSlots = 8;  // jobs that the pool has taken and that are not done

struct Settings {
    int tasks = 4000;
    baton::Duration sleep = 2s;
    int jobs = 20;
    baton::Duration job = 1s;
    bool quiet = false;
};

void sleep_once(baton::Duration duration) {
    baton::sleep_for(duration);  // cut short if the task is cancelled
}

// Tasks that all sleep at the same time.
class Sleepers {
  public:
    // Starts them. Returns how many there are now: fewer than `count` if there was no memory for more.
    int start(int count, baton::Duration sleep) {
        for (; started_ < count; ++started_) {
            auto handle = baton::try_spawn({.name = "sleeper"}, sleep_once, sleep);
            if (!handle)
                break;
            handles_[static_cast<std::size_t>(started_)] = std::move(*handle);
        }
        return started_;
    }
    void cancel() {
        for (const auto& handle : started())
            (void)handle->cancel();
    }
    void join() {
        baton::expect_ok(baton::join_all(started()));
        for (auto& handle : started())
            handle = {};
    }

  private:
    std::span<baton::TaskHandle<>> started() { return std::span(handles_).first(static_cast<std::size_t>(started_)); }

    std::array<baton::TaskHandle<>, kTasksMax> handles_;
    int started_ = 0;
};

// A task for each sleep; nothing if there is no memory for so many.
std::optional<Measurement> measure_tasks(const Settings& settings) {
    static Sleepers sleepers;
    int started = 0;
    const Measurement measurement = measure([&](auto count_tasks) {
        started = sleepers.start(settings.tasks, settings.sleep);
        count_tasks();
        if (started < settings.tasks)
            sleepers.cancel();
        sleepers.join();
    });
    if (started == settings.tasks)
        return measurement;
    baton::print_error("pool_vs_tasks: no memory for ", settings.tasks, " tasks at once; it is enough for ", started);
    return std::nullopt;
}

// The jobs by a few workers. `done` becomes the number of jobs that were done.
Measurement measure_pool(const Settings& settings, int& done) {
    static baton::TaskPool<kWorkers, kSlots> pool("pool");
    static std::array<int, kJobsMax> results;
    const auto jobs = std::span(results).first(static_cast<std::size_t>(settings.jobs));
    const Measurement measurement = measure([&](auto count_tasks) {
        const auto work = [&](int) {
            baton::sleep_for(settings.job);
            return 1;
        };
        baton::expect_ok(pool.map(work, jobs, jobs.begin()));
        count_tasks();
        pool.close();
        baton::expect_ok(pool.join());
    });
    done = static_cast<int>(std::count(jobs.begin(), jobs.end(), 1));
    return measurement;
}

// How long the jobs take if no worker is ever idle before the last round.
baton::Duration time_of_pool(const Settings& settings) {
    return settings.job * ((settings.jobs + kWorkers - 1) / kWorkers);
}

// Seconds, with three decimals.
void print_seconds(const char* name, baton::Duration duration) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    baton::print(name, milliseconds / 1000, '.', milliseconds / 100 % 10, milliseconds / 10 % 10, milliseconds % 10);
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("pool_vs_tasks", "a task for each job, or a pool of workers");
    options.integer("--tasks", settings.tasks, 1, kTasksMax, "tasks that sleep, 1 to 20000");
    options.duration("--sleep", settings.sleep, 100ms, 24h, "how long each sleeps, 100ms to 24h");
    options.integer("--jobs", settings.jobs, 1, kJobsMax, "jobs for the pool, 1 to 1000");
    options.duration("--job", settings.job, 100ms, 24h, "how long a job takes, 100ms to 24h");
    options.flag("--quiet", settings.quiet, "no table");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    const auto tasks = measure_tasks(settings);
    if (!tasks)
        return 2;
    int done = 0;
    const Measurement pool = measure_pool(settings, done);
    if (!settings.quiet) {
        print_measurement(*tasks, settings.tasks, " tasks that sleep ", settings.sleep);
        print_measurement(pool, settings.jobs, " jobs of ", settings.job, " by a pool of ", kWorkers);
    }
    const bool switching_passed = compare_switching(settings.quiet);

    const baton::Duration least = time_of_pool(settings);
    const bool passed = tasks->time >= settings.sleep && tasks->time < 2 * settings.sleep && done == settings.jobs &&
                        pool.time >= least && pool.time < least + settings.job && switching_passed;
    if (!passed)
        baton::print_error("pool_vs_tasks: jobs got lost, or took another time than they must");
    baton::print("pool_vs_tasks: tasks=", settings.tasks);
    print_seconds(" tasks_s=", tasks->time);
    baton::print(" pool=", kWorkers, " jobs=", done);
    print_seconds(" pool_s=", pool.time);
    baton::println();
    return passed ? 0 : 1;
}
