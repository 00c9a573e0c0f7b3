// hal/clock.hpp: the FPGA's counters are the clock, timer 0 is the alarm.
//
// The cycle counter wraps after minutes, the counter of seconds after 136 years. A reading combines the two, so it
// needs no memory of earlier readings: no wrap is missed however long the machine sleeps, and a task and an interrupt
// may read at the same time.
//
// Timer 0 counts down from what is written to it and stops (reload 0). A timer that reloads itself fires only every
// second period in QEMU when idle time is skipped (-icount sleep=off).
#include "hal/clock.hpp"

#include <algorithm>
#include <bit>
#include <board.hpp>

#include "hal/cortex_m/registers.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kTickNs = 1'000'000'000 / kClockHz;
static_assert(kTickNs * kClockHz == 1'000'000'000);

constexpr std::uint32_t kTimerOn = 1, kTimerInterrupt = 8;

// The alarm's time. Changed by a task only while timer 0's interrupt is held back.
std::int64_t deadline = kNoAlarm;

// Before all other constructors.
[[gnu::constructor(101)]] void start_clock() {
    // Cycles first: a reading relies on their being ahead of the full seconds.
    counters().cycles = 0;
    counters().seconds = 0;
}

// Lets timer 0 run until `deadline`, or as long as it can.
void start_timer(std::int64_t now) {
    // Rounded up, so as not to fire before the deadline. Shifting out the power of two in a tick's length, for instance
    // (n / 8) / 5 for n / 40, leaves a division of 32 bits, and some seconds as the longest time.
    constexpr int kShift = std::countr_zero(kTickNs);
    constexpr std::uint32_t kTickUnits = kTickNs >> kShift;
    const std::int64_t units = (deadline - now + kTickNs - 1) >> kShift;
    timer0().value = static_cast<std::uint32_t>(std::clamp<std::int64_t>(units, kTickUnits, UINT32_MAX)) / kTickUnits;
    timer0().control = kTimerOn | kTimerInterrupt;
}

}  // namespace

std::int64_t clock_now() {
    // Cycles and seconds of the same second.
    std::uint32_t seconds, cycles;
    std::uint32_t seconds_after = counters().seconds;
    do {
        seconds = seconds_after;
        cycles = counters().cycles;
        seconds_after = counters().seconds;
    } while (seconds != seconds_after);

    // Little more than a second's worth: the products fit into 32 bits, and what wraps in the difference cancels out.
    const std::uint32_t since_second = cycles - seconds * kClockHz;
    return static_cast<std::int64_t>(std::uint64_t{seconds} * 1'000'000'000 + since_second * kTickNs);
}

void clock_set_alarm(std::int64_t time) {
    interrupt_disable(kTimer0Interrupt);
    deadline = time;
    if (deadline == kNoAlarm) {
        timer0().control = 0;
        return;
    }
    start_timer(clock_now());
    // An older alarm's interrupt may be pending still: the handler compares the time.
    interrupt_enable(kTimer0Interrupt);
}

void timer0_interrupt() {
    timer0().interrupt = 1;
    const std::int64_t now = clock_now();
    if (now < deadline) {
        start_timer(now);
        return;
    }
    deadline = kNoAlarm;
    // With no interrupt enabled, idle_wait() knows that nothing can end a sleep.
    interrupt_disable(kTimer0Interrupt);
    alarm_interrupt();
}

}  // namespace baton::hal
