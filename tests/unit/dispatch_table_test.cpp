#include <baton/core/dispatch_table.hpp>

#include <gtest/gtest.h>

#include <array>

namespace baton {
namespace {

using namespace std::chrono_literals;

constexpr std::array<LevelRow, 2> kRows{LevelRow{.quantum = 1ms, .on_expiry = 1, .on_wake = 0}, LevelRow{.on_wake = 1}};
constexpr DispatchTable kGood{.name = "good", .rows = kRows};

// kGood with its first row changed.
template <class F>
bool is_valid_with_row(F change) {
    std::array<LevelRow, 2> rows = kRows;
    change(rows[0]);
    return DispatchTable{.name = "changed", .rows = rows}.is_valid();
}

template <class F>
bool is_valid_with(F change) {
    DispatchTable table = kGood;
    change(table);
    return table.is_valid();
}

TEST(DispatchTable, good_ones_are_valid) {
    static_assert(kGood.is_valid());
    EXPECT_TRUE(is_valid_with([](DispatchTable& table) { table.initial_level = 1; }));
    EXPECT_TRUE(is_valid_with([](DispatchTable& table) { table.boost_level = 1; }));
    for (const DispatchTable* const table : kPolicies)
        EXPECT_TRUE(table->is_valid()) << table->name;
}

TEST(DispatchTable, levels_must_exist) {
    EXPECT_FALSE(is_valid_with([](DispatchTable& table) { table.initial_level = 2; }));
    EXPECT_FALSE(is_valid_with([](DispatchTable& table) { table.boost_level = 2; }));
    EXPECT_FALSE(is_valid_with_row([](LevelRow& row) { row.on_expiry = 2; }));
    EXPECT_FALSE(is_valid_with_row([](LevelRow& row) { row.on_wake = 255; }));
}

TEST(DispatchTable, there_must_be_rows_and_not_more_than_the_kernel_has_levels) {
    EXPECT_FALSE(is_valid_with([](DispatchTable& table) { table.rows = {}; }));
    static constexpr std::array<LevelRow, kConfig.levels + 1> kMany{};
    EXPECT_FALSE((DispatchTable{.name = "many", .rows = kMany}.is_valid()));
    EXPECT_TRUE((DispatchTable{.name = "all", .rows = std::span(kMany).first(kConfig.levels)}.is_valid()));
}

TEST(DispatchTable, times_must_not_be_negative) {
    EXPECT_FALSE(is_valid_with([](DispatchTable& table) { table.boost_period = -1ns; }));
    EXPECT_FALSE(is_valid_with_row([](LevelRow& row) { row.quantum = -1ns; }));
    EXPECT_FALSE(is_valid_with_row([](LevelRow& row) { row.allotment = -1ns; }));
}

TEST(DispatchTable, used_up_allotment_must_lead_to_another_level) {
    EXPECT_TRUE(is_valid_with_row([](LevelRow& row) { row.allotment = 5ms; }));
    EXPECT_FALSE(is_valid_with_row([](LevelRow& row) {
        row.allotment = 5ms;
        row.on_expiry = 0;
    }));
}

TEST(DispatchTable, level_with_keys_has_no_quantum) {
    EXPECT_FALSE(is_valid_with_row([](LevelRow& row) { row.order = Order::earliest_deadline; }));
    EXPECT_TRUE(is_valid_with_row([](LevelRow& row) {
        row.order = Order::earliest_deadline;
        row.quantum = 0ms;
    }));
}

TEST(DispatchTable, wanted_level_is_clamped_to_the_lowest) {
    EXPECT_EQ(kGood.clamp(0), 0);
    EXPECT_EQ(kGood.clamp(1), 1);
    EXPECT_EQ(kGood.clamp(2), 1);
    EXPECT_EQ(kGood.clamp(255), 1);
    EXPECT_EQ(kFixedPriority.clamp(31), 31);
}

TEST(DispatchTable, knows_whether_it_needs_accounting) {
    EXPECT_FALSE(kFixedPriority.needs_accounting());
    EXPECT_TRUE(kRoundRobin.needs_accounting());
    EXPECT_TRUE(kMlfq.needs_accounting());
    static constexpr LevelRow kAllotment{.allotment = 1ms};
    EXPECT_TRUE((DispatchTable{.name = "allotment", .rows = {&kAllotment, 1}}.needs_accounting()));
    static constexpr LevelRow kPlain{};
    EXPECT_TRUE((DispatchTable{.name = "boost", .rows = {&kPlain, 1}, .boost_period = 1s}.needs_accounting()));
    EXPECT_FALSE((DispatchTable{.name = "plain", .rows = {&kPlain, 1}}.needs_accounting()));
}

}  // namespace
}  // namespace baton
