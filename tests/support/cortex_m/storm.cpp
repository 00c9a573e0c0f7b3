// Timer 1, which the port does not use, starts again by itself.
#include "tests/support/storm.hpp"

#include <board.hpp>

#include "hal/cortex_m/registers.hpp"
#include "tests/support/cortex_m/vectors.hpp"

namespace baton::test {

namespace {

constexpr unsigned kTimer1Interrupt = hal::kTimer0Interrupt + 1;
constexpr std::uint32_t kTimerOn = 1, kTimerInterrupt = 8;

hal::Timer& timer1() {
    return *(&hal::timer0() + 0x1000 / sizeof(hal::Timer));
}

bool (*handler_now)();

void timer1_interrupt() {
    timer1().interrupt = 1;
    if (handler_now())
        return;
    timer1().control = 0;
    hal::interrupt_disable(kTimer1Interrupt);
}

}  // namespace

void start_storm(bool (*handler)(), Duration distance) {
    handler_now = handler;
    set_vector(kTimer1Interrupt, timer1_interrupt);
    timer1().reload = static_cast<std::uint32_t>(distance.count()) * (hal::kClockHz / 1'000'000) / 1000;
    timer1().value = timer1().reload;
    hal::interrupt_enable(kTimer1Interrupt);
    timer1().control = kTimerOn | kTimerInterrupt;
}

}  // namespace baton::test
