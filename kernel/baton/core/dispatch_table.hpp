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

using Level = std::uint8_t;

struct LevelRow {
    Duration quantum{0};    // CPU time after which the task goes behind the others of its level; 0: until it blocks
    Duration allotment{0};  // CPU time at this level, summed over blocks and yields, before on_expiry; 0: unlimited
    Level on_expiry = 0;    // level after the allotment is used up
    Level on_wake = 0;      // level after blocking
};

struct DispatchTable {
    std::string_view name;
    std::span<const LevelRow> rows;
    Level initial_level = 0;   // of a task that asks for none
    Duration boost_period{0};  // every so often all tasks are lifted to boost_level; 0: never
    Level boost_level = 0;

    // The level that a task gets that asks for `wanted`: a table with fewer levels gives its lowest.
    constexpr Level clamp(Level wanted) const {
        return wanted < rows.size() ? wanted : static_cast<Level>(rows.size() - 1);
    }

    constexpr bool has_quanta() const {
        for (const LevelRow& row : rows)
            if (row.quantum.count() > 0 || row.allotment.count() > 0)
                return true;
        return boost_period.count() > 0;
    }

    // Whether the table makes sense: levels in range, no negative times, and what expires goes somewhere.
    constexpr bool is_valid() const {
        if (rows.empty() || rows.size() > kConfig.levels || initial_level >= rows.size() || boost_level >= rows.size())
            return false;
        if (boost_period.count() < 0)
            return false;
        for (const LevelRow& row : rows)
            if (row.on_expiry >= rows.size() || row.on_wake >= rows.size() || row.quantum.count() < 0 ||
                row.allotment.count() < 0)
                return false;
        return true;
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

// Round robin: one level; who has used up a quantum goes to the end.
inline constexpr DispatchTable kRoundRobin{.name = "rr", .rows = detail::round_robin_rows};

// Multi-level feedback queue: a task enters at the top, sinks a level when it has used up its allotment there, and is
// lifted to the top once a boost period. Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 8, rules 1-5.
inline constexpr DispatchTable kMlfq{
    .name = "mlfq", .rows = detail::mlfq_rows, .boost_period = std::chrono::seconds(1)};

static_assert(kFixedPriority.is_valid() && kRoundRobin.is_valid() && kMlfq.is_valid());

}  // namespace baton
