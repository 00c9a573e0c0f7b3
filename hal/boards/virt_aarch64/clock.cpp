// hal/clock.hpp: the core's virtual counter and its timer, both of 64 bits ("Arm Architecture Reference Manual for
// A-profile", D11).
//
// The interrupt is pending for as long as the counter is not less than the compare value, so a deadline that has passed
// needs no care, and the handler need not ask which alarm it is for: the value is changed only while the interrupt is
// held back.
#include "hal/clock.hpp"

#include "hal/aarch64/registers.hpp"
#include "hal/boards/virt_aarch64/board.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kTickNs = 1'000'000'000 / kClockHz;
static_assert(kTickNs * kClockHz == 1'000'000'000);

// The first tick at or after `time`.
std::uint64_t ticks_until(std::int64_t time) {
    return time <= 0 ? 0 : (static_cast<std::uint64_t>(time) + kTickNs - 1) / kTickNs;
}

// With no interrupt enabled, idle_wait() knows that nothing can end a sleep.
void stop_timer() {
    asm volatile("msr cntv_ctl_el0, xzr\n\tisb");
    interrupt_disable(kTimerInterrupt);
}

void serve_timer() {
    stop_timer();
    alarm_interrupt();
}

// Before all other constructors.
[[gnu::constructor(101)]] void start_clock() {
    interrupt_handlers[kTimerInterrupt] = serve_timer;
}

}  // namespace

std::int64_t clock_now() {
    std::uint64_t ticks;
    // Not before what stands before it.
    asm volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks)::"memory");
    return static_cast<std::int64_t>(ticks * kTickNs);
}

void clock_set_alarm(std::int64_t deadline) {
    stop_timer();
    if (deadline == kNoAlarm)
        return;
    constexpr std::uint64_t kOn = 1;
    asm volatile("msr cntv_cval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb" ::"r"(ticks_until(deadline)), "r"(kOn));
    interrupt_enable(kTimerInterrupt);
}

}  // namespace baton::hal
