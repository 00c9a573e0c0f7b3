// What the kernel keeps of each task's time, and what it needs to know for ordering tasks by a key.
#pragma once

#include <baton/core/clock.hpp>
#include <baton/core/config.hpp>
#include <baton/core/leftist_heap.hpp>
#include <baton_config.hpp>
#include <cstdint>
#include <type_traits>

namespace baton {

class Task;

// When things happened to a task, and how long it ran and waited. Exact in virtual time.
struct TaskTimes {
    Clock::time_point arrival;     // when it was started
    Clock::time_point first_run;   // when it first had the CPU; before that, Clock::time_point::max()
    Clock::time_point completion;  // when it finished; before that, Clock::time_point::max()
    Duration cpu;                  // how long it ran
    Duration waiting;              // how long it was ready and others ran

    // How long it waited for the CPU for the first time.
    Duration response() const { return first_run - arrival; }
    // How long it took in all.
    Duration turnaround() const { return completion - arrival; }
};

namespace detail {

inline constexpr std::int64_t kNever = INT64_MAX;

// A task's place in the heap of a level that is ordered by a key.
struct KeyedNode : HeapNode {
    Task* task;
};

// Without Config::accounting a task has the names and no storage: the code that uses them is compiled, not reached.
struct NoAccounting {
    static inline std::int64_t cpu_ns = 0, quantum_used_ns = 0, allotment_used_ns = 0, burst_start_ns = 0, slice_ns = 0;
    static inline std::int64_t arrival_ns = 0, first_run_ns = 0, completion_ns = 0, state_since_ns = 0, waiting_ns = 0;
    static inline std::int64_t estimate_ns = 0, relative_deadline_ns = 0, period_ns = 0, release_ns = 0,
                               deadline_ns = 0;
    static inline std::uint32_t deadline_misses = 0;
    static inline bool is_estimate_given = false, is_in_heap = false;
    static inline KeyedNode node{};
};

struct TaskAccounting {
    std::int64_t cpu_ns = 0;
    std::int64_t quantum_used_ns = 0;    // since the task last came to the front of its level
    std::int64_t allotment_used_ns = 0;  // at this level
    std::int64_t burst_start_ns = 0;     // cpu_ns when the task last became ready
    std::int64_t slice_ns = 0;           // how long the task may run on before it has to be looked at; may be too short

    std::int64_t arrival_ns = kNever;
    std::int64_t first_run_ns = kNever;
    std::int64_t completion_ns = kNever;
    std::int64_t state_since_ns = 0;  // since when it is ready; or blocked, which only a debugger asks
    std::int64_t waiting_ns = 0;

    std::int64_t estimate_ns = 0;  // of the next burst
    std::int64_t relative_deadline_ns = kNever;
    std::int64_t period_ns = 0;
    std::int64_t release_ns = 0;        // when the current job was released
    std::int64_t deadline_ns = kNever;  // until when it has to be done
    std::uint32_t deadline_misses = 0;
    bool is_estimate_given = false;

    bool is_in_heap = false;  // of its level: ready, and not first
    KeyedNode node{};         // its place there, and its key: the estimate or the deadline
};

using Accounting = std::conditional_t<kConfig.accounting, TaskAccounting, NoAccounting>;

}  // namespace detail

}  // namespace baton
