// Scheduling classes as data: what happens to a task is read from a table with one row a level, as in Solaris's
// time-sharing class (ts_dptbl(4)). Level 0 is the highest.
#pragma once

#include <array>
#include <baton/core/clock.hpp>
#include <baton/core/config.hpp>
#include <baton_config.hpp>
#include <cstdint>
#include <span>
#include <string_view>

namespace baton {

// A place in a policy's table; 0 is the highest.
using Level = std::uint8_t;

// The order of the ready tasks of a level.
enum class Order : std::uint8_t {
    arrival,            // first come, first served
    shortest_estimate,  // smallest estimate of the next burst; a running task is not interrupted for a shorter one
    earliest_deadline,  // earliest deadline; a running task is interrupted for an earlier one
};

// What happens to the tasks of a level.
struct LevelRow {
    Duration quantum{0};    // CPU time after which the task goes behind the others of its level; 0: until it blocks
    Duration allotment{0};  // CPU time at this level, summed over blocks and yields, before on_expiry; 0: unlimited
    Level on_expiry = 0;    // level after the allotment is used up
    Level on_wake = 0;      // level after blocking
    Order order = Order::arrival;  // of the level's ready tasks
};

// A scheduling policy. Made at compile time as a rule; is_valid() can be asserted then.
struct DispatchTable {
    std::string_view name;           // as --policy knows it
    std::span<const LevelRow> rows;  // one a level
    Level initial_level = 0;         // of a task that asks for none
    Duration boost_period{0};        // every so often all tasks are lifted to boost_level; 0: never
    Level boost_level = 0;           // see boost_period

    // The level that a task gets that asks for `wanted`: a table with fewer levels gives its lowest.
    constexpr Level clamp(Level wanted) const {
        return wanted < rows.size() ? wanted : static_cast<Level>(rows.size() - 1);
    }

    // Whether using the table needs Config::accounting: it has times, keys, or moves tasks that were blocked.
    constexpr bool needs_accounting() const {
        for (std::size_t level = 0; level < rows.size(); ++level)
            if (rows[level].quantum.count() > 0 || rows[level].allotment.count() > 0 ||
                rows[level].order != Order::arrival || rows[level].on_wake != level)
                return true;
        return boost_period.count() > 0;
    }

    // Whether a level is ordered by anything but arrival.
    constexpr bool has_keys() const {
        for (const LevelRow& row : rows)
            if (row.order != Order::arrival)
                return true;
        return false;
    }

    // Whether the table makes sense: there are levels and not too many, all levels that it names exist, no time is
    // negative, and each row does. To be asserted at compile time next to the table; Kernel::run() checks it again.
    constexpr bool is_valid() const {
        if (rows.empty() || rows.size() > kConfig.levels || initial_level >= rows.size() || boost_level >= rows.size())
            return false;
        if (boost_period.count() < 0)
            return false;
        for (std::size_t level = 0; level < rows.size(); ++level)
            if (!is_valid_row(level))
                return false;
        return true;
    }

  private:
    constexpr bool is_valid_row(std::size_t level) const {
        const LevelRow& row = rows[level];
        if (row.on_expiry >= rows.size() || row.on_wake >= rows.size())
            return false;
        if (row.quantum.count() < 0 || row.allotment.count() < 0)
            return false;
        // Who has used up an allotment may not run on at this level, so there must be another to go to.
        if (row.allotment.count() > 0 && row.on_expiry == level)
            return false;
        // A quantum sends a task behind its equals, but at a level with keys the best is elected again.
        return row.order == Order::arrival || row.quantum.count() == 0;
    }
};

namespace detail {

inline constexpr auto fixed_priority_rows = [] {
    std::array<LevelRow, kConfig.levels> rows{};
    for (std::size_t level = 0; level < rows.size(); ++level)
        rows[level] = {.on_expiry = static_cast<Level>(level), .on_wake = static_cast<Level>(level)};
    return rows;
}();

using namespace std::chrono_literals;

inline constexpr LevelRow fcfs_rows[] = {{}};
inline constexpr LevelRow sjf_rows[] = {{.order = Order::shortest_estimate}};
inline constexpr LevelRow edf_rows[] = {{.order = Order::earliest_deadline}};
inline constexpr LevelRow round_robin_rows[] = {{.quantum = 10ms}};

inline constexpr LevelRow mlfq_rows[] = {
    {.quantum = 10ms, .allotment = 10ms, .on_expiry = 1, .on_wake = 0},
    {.quantum = 20ms, .allotment = 20ms, .on_expiry = 2, .on_wake = 1},
    {.quantum = 40ms, .allotment = 40ms, .on_expiry = 3, .on_wake = 2},
    {.quantum = 80ms, .on_expiry = 3, .on_wake = 3},
};

}  // namespace detail

// Fixed priorities: the highest ready level runs, in arrival order within a level, until it blocks or yields.
inline constexpr DispatchTable kFixedPriority{
    .name = "priority", .rows = detail::fixed_priority_rows, .initial_level = kConfig.levels / 2};

// First come, first served: who has the CPU keeps it until it blocks or yields.
inline constexpr DispatchTable kFcfs{.name = "fcfs", .rows = detail::fcfs_rows};

// Shortest job first: among the ready tasks, the one with the smallest estimate of its next burst; not preemptive.
inline constexpr DispatchTable kSjf{.name = "sjf", .rows = detail::sjf_rows};

// Earliest deadline first. Liu, Layland, "Scheduling algorithms for multiprogramming in a hard-real-time environment",
// 1973: no deadline is missed as long as the utilisation is at most 1.
inline constexpr DispatchTable kEdf{.name = "edf", .rows = detail::edf_rows};

// Round robin: one level; who has used up a quantum goes to the end.
inline constexpr DispatchTable kRoundRobin{.name = "rr", .rows = detail::round_robin_rows};

// Multi-level feedback queue: a task enters at the top, sinks a level when it has used up its allotment there, and is
// lifted to the top once a boost period. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 8, rules 1-5.
inline constexpr DispatchTable kMlfq{
    .name = "mlfq", .rows = detail::mlfq_rows, .boost_period = std::chrono::seconds(1)};

// All of them, as --policy names them; the first is the default.
inline constexpr const DispatchTable* kPolicies[] = {&kMlfq, &kRoundRobin, &kFixedPriority, &kFcfs, &kSjf, &kEdf};

static_assert(kMlfq.is_valid() && kRoundRobin.is_valid() && kFixedPriority.is_valid());
static_assert(kFcfs.is_valid() && kSjf.is_valid() && kEdf.is_valid());

}  // namespace baton
