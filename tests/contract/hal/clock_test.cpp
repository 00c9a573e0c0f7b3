#include "hal/clock.hpp"

#include <gtest/gtest.h>

#include "hal/idle.hpp"
#include "hal/interrupts.hpp"
#include "tests/contract/hal/kernel_side.hpp"

namespace baton {
namespace {

constexpr std::int64_t kUs = 1'000, kMs = 1'000'000, kS = 1'000'000'000;
// From the deadline to the look at the clock: a timer's tick, the interrupt, the way out of idle_wait().
constexpr std::int64_t kLateness = 10 * kUs;

bool can_sleep() {
    const hal::InterruptState state = hal::interrupts_save();
    const bool result = hal::idle_wait();
    hal::interrupts_restore(state);
    return result;
}

TEST(HalClock, clock_never_goes_back) {
    std::int64_t before = hal::clock_now();
    for (int i = 0; i < 100'000; ++i) {
        const std::int64_t now = hal::clock_now();
        ASSERT_GE(now, before);
        before = now;
    }
}

TEST(HalClock, clock_starts_at_zero_or_later) {
    EXPECT_GE(hal::clock_now(), 0);
}

TEST(HalAlarm, alarm_fires_in_an_interrupt_at_its_deadline) {
    const std::int64_t deadline = hal::clock_now() + 5 * kMs;
    ASSERT_TRUE(test::sleep_until_alarm(deadline));
    EXPECT_GE(test::alarms().last_time, deadline);
    EXPECT_LE(test::alarms().last_time, deadline + kLateness);
    EXPECT_TRUE(test::alarms().last_in_interrupt);
    EXPECT_FALSE(hal::in_interrupt());
}

TEST(HalAlarm, alarm_fires_once) {
    const int before = test::alarms().count;
    ASSERT_TRUE(test::sleep_until_alarm(hal::clock_now() + kMs));
    EXPECT_FALSE(can_sleep());
    EXPECT_EQ(test::alarms().count, before + 1);
}

TEST(HalAlarm, deadline_that_has_passed_fires_at_once) {
    ASSERT_TRUE(test::sleep_until(hal::clock_now() + kMs));
    for (const std::int64_t ago : {std::int64_t{0}, std::int64_t{1}, kMs, hal::clock_now()}) {
        const std::int64_t now = hal::clock_now();
        ASSERT_TRUE(test::sleep_until_alarm(now - ago));
        EXPECT_LE(test::alarms().last_time, now + kLateness) << ago;
    }
}

TEST(HalAlarm, later_alarm_replaces_an_earlier_one) {
    const std::int64_t start = hal::clock_now();
    const int before = test::alarms().count;
    hal::clock_set_alarm(start + kMs);
    ASSERT_TRUE(test::sleep_until_alarm(start + 3 * kMs));
    EXPECT_GE(test::alarms().last_time, start + 3 * kMs);
    EXPECT_EQ(test::alarms().count, before + 1);
}

TEST(HalAlarm, earlier_alarm_replaces_a_later_one) {
    const std::int64_t start = hal::clock_now();
    hal::clock_set_alarm(start + 3 * kMs);
    ASSERT_TRUE(test::sleep_until_alarm(start + kMs));
    EXPECT_LE(test::alarms().last_time, start + kMs + kLateness);

    const int before = test::alarms().count;
    ASSERT_TRUE(test::sleep_until_alarm(start + 5 * kMs));
    EXPECT_GE(test::alarms().last_time, start + 5 * kMs);
    EXPECT_EQ(test::alarms().count, before + 1);
}

TEST(HalAlarm, no_alarm_takes_an_alarm_back) {
    const int before = test::alarms().count;
    hal::clock_set_alarm(hal::clock_now() + kMs);
    hal::clock_set_alarm(hal::kNoAlarm);
    EXPECT_FALSE(can_sleep());
    EXPECT_EQ(test::alarms().count, before);
}

TEST(HalAlarm, ten_sleeps_keep_time) {
    const std::int64_t start = hal::clock_now();
    for (int i = 1; i <= 10; ++i) {
        ASSERT_TRUE(test::sleep_until(start + i * kMs));
        EXPECT_LE(hal::clock_now(), start + i * kMs + kLateness) << i;
    }
}

TEST(HalAlarm, sleep_lasts_through_wraps_of_short_counters) {
    const std::int64_t start = hal::clock_now();
    for (int i = 1; i <= 10; ++i) {
        const std::int64_t instant = start + i * 100 * kS;
        ASSERT_TRUE(test::sleep_until(instant));
        EXPECT_LE(hal::clock_now(), instant + kLateness) << i;
    }
}

TEST(HalAlarm, one_sleep_of_an_hour_keeps_time) {
    const std::int64_t instant = hal::clock_now() + 3600 * kS;
    ASSERT_TRUE(test::sleep_until(instant));
    EXPECT_LE(hal::clock_now(), instant + kLateness);
}

}  // namespace
}  // namespace baton
