// What is to be scheduled: jobs, each a script of bursts.
#pragma once

#include <array>
#include <baton/baton.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

inline constexpr std::size_t kJobsMax = 200;
inline constexpr std::size_t kBurstsMax = 16;  // of a job, as written
inline constexpr std::size_t kNameMax = 15;
inline constexpr int kRepeatMax = 100'000;
// Of the bursts of all jobs with their repetitions, and of their time and the arrivals. So the sum of all waiting times
// fits into 64 bits.
inline constexpr std::int64_t kStepsMax = 100'000;
inline constexpr baton::Duration kTotalTimeMax = std::chrono::hours(24);

// A time in which a job wants the CPU, or a device.
struct Burst {
    bool is_cpu;
    baton::Duration time;
};

struct Job {
    std::array<char, kNameMax + 1> name_buffer{};
    std::array<Burst, kBurstsMax> burst_buffer{};
    std::size_t burst_count = 0;
    int repeat = 1;  // how often the bursts are done; of a periodic job, once in each period
    baton::Duration arrival{0};
    std::optional<baton::Duration> estimate;  // of every burst; else each burst's length is known
    baton::Duration period{0};                // 0: not periodic
    baton::Duration deadline{0};              // after the arrival or the release; 0: none
    baton::Level level = baton::kFixedPriority.initial_level;

    std::string_view name() const { return name_buffer.data(); }
    std::span<const Burst> bursts() const { return {burst_buffer.data(), burst_count}; }
    bool is_periodic() const { return period.count() > 0; }
    bool has_deadline() const { return deadline.count() > 0; }
    // How often the job is released, and how often it does its bursts each time.
    int releases() const { return is_periodic() ? repeat : 1; }
    int rounds() const { return is_periodic() ? 1 : repeat; }
    // Of one release.
    baton::Duration cpu() const { return total(true) * rounds(); }
    baton::Duration io() const { return total(false) * rounds(); }

  private:
    baton::Duration total(bool is_cpu) const {
        baton::Duration sum{0};
        for (const Burst& burst : bursts())
            if (burst.is_cpu == is_cpu)
                sum += burst.time;
        return sum;
    }
};

struct Workload {
    std::array<Job, kJobsMax> job_buffer{};
    std::size_t job_count = 0;

    std::span<const Job> jobs() const { return {job_buffer.data(), job_count}; }
    bool has_deadlines() const {
        for (const Job& job : jobs())
            if (job.has_deadline())
                return true;
        return false;
    }
};

// Walks through what one release of a job does. Bursts of one kind without one of the other kind between them are one.
class Script {
  public:
    explicit Script(const Job& job) : job_(&job), left_(job.burst_count * static_cast<std::size_t>(job.rounds())) {}

    // The next burst, or nothing at the end.
    std::optional<Burst> take() {
        if (left_ == 0)
            return std::nullopt;
        Burst burst = front();
        for (drop(); left_ > 0 && front().is_cpu == burst.is_cpu; drop())
            burst.time += front().time;
        return burst;
    }

    // How long the next burst of CPU time is; 0 if there is none.
    baton::Duration next_cpu() const {
        for (Script ahead = *this; const auto burst = ahead.take();)
            if (burst->is_cpu)
                return burst->time;
        return baton::Duration(0);
    }

  private:
    const Burst& front() const { return job_->burst_buffer[position_]; }
    void drop() {
        --left_;
        position_ = position_ + 1 == job_->burst_count ? 0 : position_ + 1;
    }

    const Job* job_;
    std::size_t left_;
    std::size_t position_ = 0;
};
