// Measuring on the host: nanoseconds of processor time, through Google Benchmark. (Elapsed time would say as much about
// what else the host is doing.) Its loop runs in the measuring task; times are taken around batches, so that reading
// the clock costs nothing.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/machine.hpp"

namespace baton::bench {

inline constexpr std::size_t kTrialStackBytes = 64 * 1024;
inline constexpr std::size_t kSmallestStackBytes = 256;  // and the overhead of hal/stack.hpp

// Memory for a hundred thousand stacks, of which only what is used exists.
std::span<std::byte> trial_memory();

// The processor time that this program has used, as a std::chrono clock.
struct ProcessorClock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<ProcessorClock>;
    static constexpr bool is_steady = true;

    static time_point now();
};

// The largest count, where the compiler does not see it.
inline std::uint32_t forever() {
    std::uint32_t turns = UINT32_MAX;
    asm volatile("" : "+r"(turns));
    return turns;
}

// Runs `handler` as a simulated interrupt. Nothing is preempted in the simulator: the interrupted code's next
// scheduling point follows at once.
void set_interrupt_handler(void (*handler)());
void raise_interrupt();

class Meter {
  public:
    struct Turn {
        std::uint32_t operations = 1;
        std::uint32_t loops = 1;  // a turn of a loop is part of the figure here: a fraction of a nanosecond
    };

    explicit Meter(benchmark::State& state) : state_(state) {}

    // Whether Google Benchmark has seen enough. Until then the case is to be run again.
    bool is_finished() const { return finished_; }

    template <class F>
    void measure(Turn turn, F operation) {
        const auto turns = kBatch / turn.operations;
        while (next_batch(turns * turn.operations)) {
            const auto begin = ProcessorClock::now();
            for (std::uint32_t left = turns; left != 0; --left) {
                operation();
                asm volatile("" ::: "memory");
            }
            add(ProcessorClock::now() - begin);
        }
    }

    // Virtual time makes sleeping free.
    template <class F>
    void measure_sleeping(F operation) {
        measure({}, operation);
    }

    template <class F>
    void measure_latency(F operation) {
        const std::int64_t reading = sum_latency([this] {
            start();
            stop();
        });
        while (next_batch(kBatch)) {
            add(counter_duration(sum_latency(operation) - reading));
        }
    }

    template <class F>
    void measure_once(std::uint32_t operations, F operation) {
        if (!next_batch(operations))
            return;
        const auto begin = ProcessorClock::now();
        operation();
        add(ProcessorClock::now() - begin);
    }

    void start() { started_ = counter(); }
    // What takes longer than this was interrupted by the host.
    void stop() { latency_ += std::min(counter() - started_, kLongestCounts); }

    // The case cannot be measured here.
    void skip(const char* reason) {
        state_.SkipWithError(reason);
        finished_ = true;
    }

    benchmark::State& state() { return state_; }

  private:
    static constexpr std::uint32_t kBatch = 10'000;
    static constexpr std::int64_t kLongestCounts = 5'000;

    bool next_batch(std::uint32_t operations) {
        finished_ = finished_ || !state_.KeepRunningBatch(operations);
        return !finished_;
    }

    void add(ProcessorClock::duration time) { state_.SetIterationTime(std::chrono::duration<double>(time).count()); }

    template <class F>
    std::int64_t sum_latency(F operation) {
        latency_ = 0;
        for (std::uint32_t left = kBatch; left != 0; --left)
            operation();
        return latency_;
    }

    // The processor's own counter where there is one: several times quicker to read than the system's clock.
    static std::int64_t counter();
    static ProcessorClock::duration counter_duration(std::int64_t counts);

    benchmark::State& state_;
    std::int64_t started_ = 0;
    std::int64_t latency_ = 0;
    bool finished_ = false;
};

#if defined(__x86_64__)
inline std::int64_t Meter::counter() {
    // Read when all before is done, and before anything after is begun: the processor would overlap them otherwise.
    __builtin_ia32_lfence();
    const auto counts = static_cast<std::int64_t>(__builtin_ia32_rdtsc());
    __builtin_ia32_lfence();
    return counts;
}
#else
inline std::int64_t Meter::counter() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}
#endif

}  // namespace baton::bench
