// What a piece of work took.
#pragma once

#include <baton/baton.hpp>
#include <cstddef>
#include <cstdint>

struct Measurement {
    baton::Duration time;
    std::uint32_t switches;  // from one task to another
    std::size_t most_tasks;  // alive at once, the caller included; each has a stack
};

// Calls `work(count_tasks)`, which calls `count_tasks()` when it has started all its tasks. Context: task.
template <class F>
Measurement measure(F&& work) {
    const baton::Kernel& kernel = baton::this_kernel();
    std::size_t tasks = baton::active_count();
    const auto start = baton::Clock::now();
    const std::uint32_t switches = kernel.switches();
    work([&] { tasks = baton::active_count(); });
    return {.time = baton::Clock::now() - start, .switches = kernel.switches() - switches, .most_tasks = tasks};
}

// A line of the table: what was measured, then what it was.
template <class... Items>
void print_measurement(const Measurement& measurement, const Items&... what) {
    const auto time = std::chrono::duration_cast<std::chrono::microseconds>(measurement.time);
    baton::println(baton::RightAligned{time.count(), 12}, " us ", baton::RightAligned{measurement.switches, 8},
                   " switches ", baton::RightAligned{static_cast<std::int64_t>(measurement.most_tasks), 6}, " tasks   ",
                   what...);
}
