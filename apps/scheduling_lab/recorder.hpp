// What each job did when, for the charts: made from what the kernel tells a trace sink.
#pragma once

#include <array>
#include <baton/baton.hpp>
#include <cstdint>
#include <span>

#include "workload.hpp"

// What a job is doing.
enum class Activity : std::uint8_t {
    absent,   // not there yet, between two periods, or done
    ready,    // waits for the CPU
    running,  // has it
    io,       // waits for its device
};

struct Segment {
    baton::Duration begin;  // since the workload's start
    baton::Duration end;
    std::uint16_t job;
    Activity activity;
};

// A release that was done after its deadline.
struct Late {
    baton::Duration instant;
    std::uint16_t job;
};

// The workload's time on the machine's clock. Where that runs by itself, all that the kernel does takes some of it, and
// what the workload says to happen at an instant happens a little later: never before. If all times of the workload are
// multiples of a grain much longer than that, the instants that are meant are the multiples before.
class Timeline {
  public:
    void begin(baton::Clock::time_point start, baton::Duration grain) {
        start_ = start;
        grain_ = grain;
    }
    baton::Clock::time_point start() const { return start_; }
    baton::Duration now() const {
        const baton::Duration time = baton::Clock::now() - start_;
        return time - time % grain_;
    }

  private:
    baton::Clock::time_point start_;
    baton::Duration grain_{1};
};

// Follows the tasks of one kernel: those with the ids from kFirstJobId on are the jobs, in their order.
class Recorder final : public baton::TraceSink {
  public:
    static constexpr std::size_t kSegmentsMax = 8192;
    static constexpr std::size_t kLateMax = 1024;
    static constexpr std::uint32_t kFirstJobId = 2;

    // Forgets everything.
    void begin(const Timeline& timeline, baton::Duration switch_cost);

    // The job is about to sleep: for its device, or until its next period.
    void expect_sleep(std::size_t job, bool for_io) { sleeps_for_io_[job] = for_io; }

    // The job's next release has come, or comes when it wakes.
    void expect_release(std::size_t job) { first_runs_[job] = kNotYet; }
    // The job has the CPU, with or without a switch: it may have been woken at the instant at which it began to sleep.
    void go_on(std::size_t job) { dispatch(job, timeline_->now()); }
    // When the job first had the CPU after its release.
    baton::Duration first_run(std::size_t job) const { return first_runs_[job]; }

    void on_event(const baton::TraceEvent& event) override;

    // The segments in which jobs are there, in the order of their ends.
    std::span<const Segment> segments() const { return {segments_.data(), count_}; }
    // The first of the releases that were late.
    std::span<const Late> late() const { return {late_.data(), late_count_}; }
    void note_late(std::size_t job, baton::Duration instant) {
        if (late_count_ < kLateMax)
            late_[late_count_++] = {instant, static_cast<std::uint16_t>(job)};
    }
    // Until when there was room for them, if there was not enough; else the largest value.
    baton::Duration complete_until() const { return complete_until_; }
    // How often the CPU went from one job to another.
    std::uint32_t switches() const { return switches_; }

  private:
    static constexpr std::size_t kNobody = kJobsMax;
    static constexpr baton::Duration kNotYet = baton::Duration::max();

    void change(std::size_t job, Activity activity, baton::Duration now);
    void dispatch(std::size_t job, baton::Duration now);

    const Timeline* timeline_ = nullptr;
    baton::Duration switch_cost_{0};
    std::array<Activity, kJobsMax> activity_{};
    std::array<baton::Duration, kJobsMax> since_{};
    std::array<bool, kJobsMax> sleeps_for_io_{};
    std::array<baton::Duration, kJobsMax> first_runs_{};
    std::size_t last_ = kNobody;  // who had the CPU last
    std::uint32_t switches_ = 0;
    std::array<Segment, kSegmentsMax> segments_;
    std::size_t count_ = 0;
    baton::Duration complete_until_{0};
    std::array<Late, kLateMax> late_;
    std::size_t late_count_ = 0;
};
