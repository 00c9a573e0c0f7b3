// hal/clock.hpp: the system counter is the clock, system timer 0 the alarm. Both have 64 bits.
//
// The timer's interrupt is requested for as long as the count is not below the compare value, so a deadline that has
// passed needs no care.
#include "hal/clock.hpp"

#include <board.hpp>

#include "hal/cortex_m/registers.hpp"

namespace baton::hal {

namespace {

// A quarter of the system's clock, so that a tick is a whole number of nanoseconds. QEMU rounds the timer's time down:
// between two nanoseconds it would find the count still below the compare value, and try again for ever.
constexpr std::uint32_t kTickNs = 1'000'000'000 / kCounterHz;
static_assert(kTickNs * kCounterHz == 1'000'000'000);
constexpr std::uint32_t kScale = (1 << 24) / (kClockHz / kCounterHz);

constexpr std::uint32_t kCounterOn = 1, kCounterScaled = 4;
constexpr std::uint32_t kTimerOn = 1, kTimerDue = 4;

// Before all other constructors.
[[gnu::constructor(101)]] void start_clock() {
    counters().scale = kScale;
    counters().control = kCounterOn | kCounterScaled;
}

// The first tick at or after `time`.
std::uint64_t ticks_until(std::int64_t time) {
    return time <= 0 ? 0 : (static_cast<std::uint64_t>(time) + kTickNs - 1) / kTickNs;
}

}  // namespace

std::int64_t clock_now() {
    // Both halves of the same instant.
    const SystemTimer& timer = system_timer0();
    std::uint32_t low, high, high_after = timer.count_high;
    do {
        high = high_after;
        low = timer.count_low;
        high_after = timer.count_high;
    } while (high != high_after);
    return static_cast<std::int64_t>((std::uint64_t{high} << 32 | low) * kTickNs);
}

void clock_set_alarm(std::int64_t deadline) {
    interrupt_disable(kTimer0Interrupt);
    system_timer0().control = 0;
    if (deadline == kNoAlarm)
        return;
    const std::uint64_t ticks = ticks_until(deadline);
    system_timer0().compare_low = static_cast<std::uint32_t>(ticks);
    system_timer0().compare_high = static_cast<std::uint32_t>(ticks >> 32);
    system_timer0().control = kTimerOn;
    interrupt_enable(kTimer0Interrupt);
}

void timer0_interrupt() {
    // It may be an earlier alarm's, pending since before that was replaced.
    if ((system_timer0().control & kTimerDue) == 0)
        return;
    system_timer0().control = 0;
    // With no interrupt enabled, idle_wait() knows that nothing can end a sleep.
    interrupt_disable(kTimer0Interrupt);
    alarm_interrupt();
}

}  // namespace baton::hal
