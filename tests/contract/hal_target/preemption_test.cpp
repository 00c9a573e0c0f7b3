// Preemption by request, for ports that have it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "hal/clock.hpp"
#include "hal/context.hpp"
#include "hal/entry.hpp"
#include "hal/interrupts.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"

// register_pattern.S of the architecture.
extern "C" {

// Fills every register that a program can use with a pattern and compares them, with the flags and conditional
// execution in use, until `*stop` is not zero. Returns 0, or 1 if a register or a flag was not what it should have
// been.
int run_register_pattern(const volatile int* stop);

// Overwrites every register and flag that the procedure call standard lets a function overwrite.
void trash_registers();
}

namespace baton {
namespace {

// What preempt() does, in a test.
void (*on_preempt)() = nullptr;
volatile int alarm_count = 0;
volatile int preempt_count = 0;
bool was_entered = true;

class HalPreemption : public testing::Test {
  protected:
    void SetUp() override {
        on_preempt = [] {};
        preempt_count = 0;
        was_entered = true;
    }
    void TearDown() override {
        hal::clock_set_alarm(hal::kNoAlarm);
        EXPECT_TRUE(was_entered) << "preempt() is called with the kernel entered";
        EXPECT_FALSE(hal::kernel_entered()) << "the kernel is left after preempt()";
    }
};

void wait_for_alarm() {
    const int before = alarm_count;
    hal::clock_set_alarm(hal::clock_now());
    while (alarm_count == before) {
    }
}

TEST_F(HalPreemption, request_is_met_when_the_interrupt_returns) {
    wait_for_alarm();
    EXPECT_EQ(preempt_count, 1);
}

TEST_F(HalPreemption, request_waits_while_the_kernel_is_entered) {
    hal::kernel_enter();
    wait_for_alarm();
    const int while_entered = preempt_count;
    hal::kernel_leave();
    const int after = preempt_count;
    EXPECT_EQ(while_entered, 0);
    EXPECT_EQ(after, 1);
}

TEST_F(HalPreemption, requests_that_wait_merge) {
    hal::kernel_enter();
    for (int i = 0; i < 5; ++i)
        wait_for_alarm();
    hal::kernel_leave();
    EXPECT_EQ(preempt_count, 1);
}

// --- Registers ------------------------------------------------------------------------------------------------------

constexpr int kPreemptions = 100'000;
volatile int stop_pattern = 0;

// Different distances between alarms, so that they hit every instruction of the pattern.
std::int64_t next_distance_ns() {
    static std::uint32_t seed = 1;
    seed = seed * 1'664'525 + 1'013'904'223;
    return 1'000 + static_cast<std::int64_t>(seed >> 20);
}

TEST_F(HalPreemption, all_registers_and_flags_survive) {
    on_preempt = [] {
        trash_registers();
        if (preempt_count < kPreemptions)
            hal::clock_set_alarm(hal::clock_now() + next_distance_ns());
        else
            stop_pattern = 1;
    };
    stop_pattern = 0;
    hal::clock_set_alarm(hal::clock_now());
    EXPECT_EQ(run_register_pattern(&stop_pattern), 0);
    EXPECT_EQ(preempt_count, kPreemptions);
}

// --- Contexts -------------------------------------------------------------------------------------------------------

constexpr std::size_t kBytes = 2048;
using Stack = std::array<std::byte, kBytes>;
alignas(hal::kStackAlignment) std::array<Stack, 2> stacks;
std::array<fcontext_t, 3> contexts;  // those that do not run; the last is the test's
std::size_t running;
std::array<volatile std::uint32_t, 2> rounds;
std::array<int, 2> damage;

void switch_to(std::size_t next) {
    const std::size_t previous = running;
    running = next;
    const transfer_t from = jump_fcontext(contexts[next], &contexts[previous]);
    *static_cast<fcontext_t*>(from.data) = from.fctx;
}

void keep_context(transfer_t from) {
    *static_cast<fcontext_t*>(from.data) = from.fctx;
    hal::kernel_leave();
}

template <std::size_t kNumber>
void loop_for_ever(transfer_t from) {
    keep_context(from);
    for (;;)
        rounds[kNumber] = rounds[kNumber] + 1;
}

template <std::size_t kNumber>
void run_pattern_for_ever(transfer_t from) {
    static constinit volatile int never = 0;
    keep_context(from);
    damage[kNumber] = run_register_pattern(&never);
    for (;;) {
    }
}

// Lets two functions that never return alternate `switches` times.
void alternate(void (*first)(transfer_t), void (*second)(transfer_t), int switches) {
    static int last;
    last = switches;
    on_preempt = [] {
        if (preempt_count == last)
            return switch_to(2);
        hal::clock_set_alarm(hal::clock_now() + next_distance_ns());
        switch_to(1 - running);
    };
    contexts = {make_fcontext(&stacks[0] + 1, kBytes, first), make_fcontext(&stacks[1] + 1, kBytes, second), nullptr};
    damage = {};
    running = 2;
    hal::kernel_enter();
    hal::clock_set_alarm(hal::clock_now() + 10'000);
    switch_to(0);
    hal::kernel_leave();
}

TEST_F(HalPreemption, endless_loops_alternate) {
    alternate(loop_for_ever<0>, loop_for_ever<1>, 1'000);
    EXPECT_EQ(preempt_count, 1'000);
    EXPECT_GT(rounds[0], 10'000U);
    EXPECT_GT(rounds[1], 10'000U);
}

TEST_F(HalPreemption, registers_survive_switches) {
    alternate(run_pattern_for_ever<0>, run_pattern_for_ever<1>, kPreemptions);
    EXPECT_EQ(preempt_count, kPreemptions);
    EXPECT_EQ(damage[0], 0);
    EXPECT_EQ(damage[1], 0);
}

TEST_F(HalPreemption, preemptions_do_not_pile_up_on_a_stack) {
    static std::uintptr_t lowest, highest;
    lowest = UINTPTR_MAX;
    highest = 0;
    on_preempt = [] {
        const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        lowest = std::min(lowest, here);
        highest = std::max(highest, here);
        // The next one is due before this one is over.
        if (preempt_count < 1'000)
            wait_for_alarm();
    };
    wait_for_alarm();
    EXPECT_EQ(preempt_count, 1'000);
    EXPECT_LT(highest - lowest, hal::kStackAlignment + 1) << "one frame may be aligned and another not";
}

}  // namespace
}  // namespace baton

namespace baton::hal {

void alarm_interrupt() {
    alarm_count = alarm_count + 1;
    request_preemption();
}

void preempt() {
    was_entered = was_entered && kernel_entered();
    preempt_count = preempt_count + 1;
    on_preempt();
}
void report_fault(MachineFault, const void*) {
    stop(1);
}

}  // namespace baton::hal
