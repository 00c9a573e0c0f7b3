#include "hal/interrupts.hpp"

#include <gtest/gtest.h>

#include "hal/clock.hpp"
#include "hal/entry.hpp"
#include "hal/idle.hpp"
#include "tests/contract/hal/kernel_side.hpp"

namespace baton {
namespace {

TEST(HalInterrupts, masked_interrupt_waits_for_restore) {
    const int before = test::alarms().count;
    hal::clock_set_alarm(hal::clock_now() + 1'000'000);
    const hal::InterruptState state = hal::interrupts_save();
    EXPECT_TRUE(hal::idle_wait());
    EXPECT_EQ(test::alarms().count, before);
    hal::interrupts_restore(state);
    EXPECT_EQ(test::alarms().count, before + 1);
}

TEST(HalInterrupts, inner_restore_keeps_interrupts_masked) {
    const int before = test::alarms().count;
    hal::clock_set_alarm(hal::clock_now() + 1'000'000);
    const hal::InterruptState outer = hal::interrupts_save();
    EXPECT_TRUE(hal::idle_wait());
    const hal::InterruptState inner = hal::interrupts_save();
    hal::interrupts_restore(inner);
    EXPECT_EQ(test::alarms().count, before);
    hal::interrupts_restore(outer);
    EXPECT_EQ(test::alarms().count, before + 1);
}

TEST(HalInterrupts, idle_returns_at_once_if_an_interrupt_is_pending) {
    hal::clock_set_alarm(hal::clock_now() + 1'000'000);
    const hal::InterruptState state = hal::interrupts_save();
    EXPECT_TRUE(hal::idle_wait());
    const std::int64_t pending_since = hal::clock_now();
    EXPECT_TRUE(hal::idle_wait());
    EXPECT_LE(hal::clock_now(), pending_since + 10'000);
    hal::interrupts_restore(state);
}

TEST(HalInterrupts, idle_refuses_to_sleep_for_ever) {
    hal::clock_set_alarm(hal::kNoAlarm);
    const hal::InterruptState state = hal::interrupts_save();
    EXPECT_FALSE(hal::idle_wait());
    hal::interrupts_restore(state);
}

TEST(HalEntry, entered_says_between_enter_and_leave) {
    EXPECT_FALSE(hal::kernel_entered());
    hal::kernel_enter();
    const bool entered = hal::kernel_entered();
    hal::kernel_leave();
    EXPECT_TRUE(entered);
    EXPECT_FALSE(hal::kernel_entered());
}

TEST(HalEntry, entering_holds_back_no_interrupt) {
    const int before = test::alarms().count;
    hal::kernel_enter();
    const bool fired = test::sleep_until_alarm(hal::clock_now());
    hal::kernel_leave();
    EXPECT_TRUE(fired);
    EXPECT_EQ(test::alarms().count, before + 1);
}

}  // namespace
}  // namespace baton
