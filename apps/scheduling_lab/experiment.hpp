// Runs a workload under a policy: a kernel of its own, with a task for each job.
#pragma once

#include "policies.hpp"
#include "recorder.hpp"
#include "workload.hpp"

// What became of a job. Sums are over its releases: one, or one a period.
struct JobFigures {
    int releases = 0;
    int misses = 0;  // releases that were done after their deadlines
    baton::Duration wait{0};
    baton::Duration turnaround{0};
    baton::Duration response{0};
    baton::Duration max_wait{0};
    baton::Duration completion{0};  // of the last
};

struct Outcome {
    std::array<JobFigures, kJobsMax> figure_buffer{};
    std::size_t job_count = 0;
    std::uint32_t switches = 0;
    baton::Duration busy{0};  // CPU time of the jobs
    baton::Duration end{0};   // when the last job was done

    // Forgets everything. In place: as a whole it is larger than a target's stacks.
    void begin(std::size_t jobs) {
        figure_buffer.fill(JobFigures());
        job_count = jobs;
        switches = 0;
        busy = end = baton::Duration(0);
    }
    std::span<const JobFigures> jobs() const { return {figure_buffer.data(), job_count}; }
    // All jobs as one.
    JobFigures total() const;
};

class Experiment {
  public:
    Experiment(const Workload& workload, const PolicySettings& settings);

    // Context: task; the jobs have the machine to themselves until all are done.
    void run(Policy policy);

    const Outcome& outcome() const { return outcome_; }
    const Recorder& recorder() const { return recorder_; }

  private:
    void start_jobs(Policy policy);
    void live(std::size_t number);
    void end_release(std::size_t number, int releases_left);
    void sleep_for_io(std::size_t number, baton::Duration time, const Script& rest);
    void note_release(std::size_t number, baton::Duration release);
    void find_grain();

    const Workload& workload_;
    const PolicySettings& settings_;
    Timeline timeline_;
    baton::Duration grain_{1};
    baton::Duration guard_{0};
    Recorder recorder_;
    Outcome outcome_;
    // Of the current run; in here because a target's stacks are small.
    std::optional<PolicyTable> table_;
    std::optional<baton::Kernel> kernel_;
};
