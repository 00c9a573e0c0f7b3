// hal/clock.hpp: mtime is the clock, mtimecmp the alarm. Both have 64 bits.
//
// The interrupt is pending for as long as mtime is not less than mtimecmp, so a deadline that has passed needs no care,
// and the handler need not ask which alarm it is for: mtimecmp is changed only while the interrupt is held back.
#include "hal/clock.hpp"

#include "hal/boards/virt_riscv/board.hpp"
#include "hal/riscv/registers.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kTickNs = 1'000'000'000 / kClockHz;
static_assert(kTickNs == 100);

// The first tick at or after `time`.
std::uint64_t ticks_until(std::int64_t time) {
    return time <= 0 ? 0 : (static_cast<std::uint64_t>(time) + kTickNs - 1) / kTickNs;
}

void serve_timer() {
    // With no interrupt enabled, idle_wait() knows that nothing can end a sleep.
    interrupt_disable(kTimerInterrupt);
    alarm_interrupt();
}

// Before all other constructors.
[[gnu::constructor(101)]] void start_clock() {
    interrupt_handlers[kTimerInterrupt] = serve_timer;
}

}  // namespace

std::int64_t clock_now() {
    // Both halves of the same instant, on cores of 32 bits.
    std::uint32_t low, high, high_after = clint.time[1];
    do {
        high = high_after;
        low = clint.time[0];
        high_after = clint.time[1];
    } while (high != high_after);
    return static_cast<std::int64_t>((std::uint64_t{high} << 32 | low) * kTickNs);
}

void clock_set_alarm(std::int64_t deadline) {
    interrupt_disable(kTimerInterrupt);
    if (deadline == kNoAlarm)
        return;
    const std::uint64_t ticks = ticks_until(deadline);
    clint.compare[0] = static_cast<std::uint32_t>(ticks);
    clint.compare[1] = static_cast<std::uint32_t>(ticks >> 32);
    interrupt_enable(kTimerInterrupt);
}

}  // namespace baton::hal
