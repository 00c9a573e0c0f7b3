#include "experiment.hpp"

#include <algorithm>
#include <numeric>

using namespace std::chrono_literals;

namespace {

// Whether time passes only where the workload says so, as in the simulator.
bool is_time_exact() {
    const auto before = baton::Clock::now();
    for (int i = 0; i < 1000; ++i)
        if (baton::Clock::now() != before)
            return false;
    return true;
}

// From the kernel's start to the workload's: long enough to start all jobs, and whole boost periods.
baton::Duration lead_before(const baton::DispatchTable& table) {
    constexpr baton::Duration kLongEnough = 100ms;
    const baton::Duration period = table.boost_period.count() > 0 ? table.boost_period : kLongEnough;
    return ((kLongEnough - 1ns) / period + 1) * period;
}

}  // namespace

JobFigures Outcome::total() const {
    JobFigures sum;
    for (const JobFigures& job : jobs()) {
        sum.releases += job.releases;
        sum.misses += job.misses;
        sum.wait += job.wait;
        sum.turnaround += job.turnaround;
        sum.response += job.response;
        sum.max_wait = std::max(sum.max_wait, job.max_wait);
        sum.completion = std::max(sum.completion, job.completion);
    }
    return sum;
}

Experiment::Experiment(const Workload& workload, const PolicySettings& settings)
    : workload_(workload), settings_(settings) {
    if (!is_time_exact())
        find_grain();
}

// The greatest time of which all times are multiples, if the kernel's own time is much less.
void Experiment::find_grain() {
    std::int64_t grain = 0;
    const auto add = [&grain](baton::Duration time) { grain = std::gcd(grain, time.count()); };
    for (const Job& job : workload_.jobs()) {
        for (const baton::Duration time : {job.arrival, job.period, job.deadline})
            add(time);
        for (const Burst& burst : job.bursts())
            add(burst.time);
    }
    for (const baton::Duration time :
         {settings_.quantum, settings_.allotment_or_quantum(), settings_.boost, settings_.switch_cost})
        add(time);
    constexpr baton::Duration kShortest = 50us;
    guard_ = std::min(baton::Duration(grain) / 4, kShortest);
    if (baton::Duration(grain) >= kShortest)
        grain_ = baton::Duration(grain);
}

void Experiment::run(Policy policy) {
    outcome_.begin(workload_.job_count);
    const baton::DispatchTable& table = table_.emplace(policy, settings_).table();
    kernel_.emplace(baton::KernelOptions{.policy = &table,
                                         .stacks = baton::this_kernel().stacks(),
                                         .trace = &recorder_,
                                         .switch_cost = settings_.switch_cost,
                                         .ties = baton::DeadlineTies::by_task});
    timeline_.begin(baton::Clock::now() + lead_before(table), grain_);
    recorder_.begin(timeline_, settings_.switch_cost);
    baton::run(*kernel_, [this, policy] { start_jobs(policy); });
    outcome_.switches = recorder_.switches();
    outcome_.end = outcome_.total().completion;
}

// All jobs arrive after this, the kernel's first task, has ended; so it is never there when there is something to
// choose.
void Experiment::start_jobs(Policy policy) {
    for (std::size_t number = 0; number < workload_.job_count; ++number) {
        const Job& job = workload_.job_buffer[number];
        const bool starts_with_cpu = job.burst_buffer[0].is_cpu;
        const baton::Duration first_burst = starts_with_cpu ? Script(job).next_cpu() : baton::Duration(0);
        const baton::TaskOptions options{.name = job.name_buffer.data(),
                                         .level = policy == Policy::priority ? job.level : baton::TaskOptions().level,
                                         .estimate = job.estimate.value_or(first_burst),
                                         .deadline = job.deadline,
                                         .period = job.period,
                                         .start_after = timeline_.start() + job.arrival};
        (void)baton::spawn(options, [this, number] { live(number); });
        outcome_.busy += job.cpu() * job.releases();
    }
}

// The kernel is entered from the end of a burst to what comes next, so that at one instant the end is first. Where time
// passes by itself, also for a moment before the end: an alarm that is due together with it is not to come before.
void Experiment::live(std::size_t number) {
    const Job& job = workload_.job_buffer[number];
    for (int left = job.releases(); left > 0; --left) {
        Script script(job);
        for (auto burst = script.take(); burst; burst = script.take()) {
            const baton::Duration cpu = burst->is_cpu ? burst->time : baton::Duration(0);
            const auto io = burst->is_cpu ? script.take() : burst;
            const baton::Duration end = baton::current().cpu_time() + cpu;
            if (cpu > guard_)
                baton::work_for(cpu - guard_);
            const baton::KernelEntry entry;
            while (baton::current().cpu_time() < end) {
            }
            if (io)
                sleep_for_io(number, io->time, script);
            else
                end_release(number, left - 1);
        }
        if (!job.burst_buffer[job.burst_count - 1].is_cpu) {
            const baton::KernelEntry entry;
            end_release(number, left - 1);
        }
    }
}

// Entered. What the job still has to do, `rest`, tells how long its next burst will be.
void Experiment::sleep_for_io(std::size_t number, baton::Duration time, const Script& rest) {
    baton::current().set_estimate(workload_.job_buffer[number].estimate.value_or(rest.next_cpu()));
    recorder_.expect_sleep(number, true);
    const auto wake = timeline_.start() + timeline_.now() + time;
    (void)baton::this_kernel().sleep_until(wake.time_since_epoch().count());
    recorder_.go_on(number);
}

// Entered. Does not return after the last release.
void Experiment::end_release(std::size_t number, int releases_left) {
    const Job& job = workload_.job_buffer[number];
    note_release(number, job.arrival + outcome_.figure_buffer[number].releases * job.period);
    if (releases_left == 0)
        baton::this_kernel().finish_current();
    baton::current().set_estimate(job.estimate.value_or(Script(job).next_cpu()));
    recorder_.expect_sleep(number, false);
    recorder_.expect_release(number);
    (void)baton::this_kernel().wait_next_period();  // (The kernel does not count the last miss; this program does.)
    recorder_.go_on(number);
}

void Experiment::note_release(std::size_t number, baton::Duration release) {
    const Job& job = workload_.job_buffer[number];
    JobFigures& figures = outcome_.figure_buffer[number];
    figures.completion = timeline_.now();
    const baton::Duration turnaround = figures.completion - release;
    const baton::Duration wait = turnaround - job.cpu() - job.io();
    ++figures.releases;
    if (job.has_deadline() && turnaround > job.deadline) {
        ++figures.misses;
        recorder_.note_late(number, figures.completion);
    }
    figures.wait += wait;
    figures.turnaround += turnaround;
    figures.response += recorder_.first_run(number) - release;
    figures.max_wait = std::max(figures.max_wait, wait);
}
