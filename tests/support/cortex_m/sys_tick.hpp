// SysTick, the timer that every Cortex-M has and no port here uses: interrupts for tests, above all that have a lower
// priority than 0.
#pragma once

#include <cstdint>

#include "hal/cortex_m/registers.hpp"
#include "tests/support/cortex_m/vectors.hpp"

namespace baton::test {

inline constexpr std::uintptr_t kSysTickControl = 0xe000e010;
inline constexpr std::uintptr_t kSysTickReload = 0xe000e014;
inline constexpr std::uintptr_t kSysTickValue = 0xe000e018;

// From now on calls `handler` every `cycles` of the system's clock, at least 2.
inline void start_sys_tick(void (*handler)(), std::uint32_t cycles) {
    constexpr unsigned kException = 15;
    constexpr std::uint32_t kOn = 1, kInterrupt = 2, kProcessorClock = 4;
    set_system_vector(kException, handler);
    hal::reg(kSysTickReload) = cycles - 1;
    hal::reg(kSysTickValue) = 0;
    hal::reg(kSysTickControl) = kOn | kInterrupt | kProcessorClock;
}

// No more calls, not even one that is due.
inline void stop_sys_tick() {
    constexpr std::uint32_t kSysTickClear = 1U << 25;
    hal::reg(kSysTickControl) = 0;
    hal::reg(hal::kInterruptControlState) = kSysTickClear;
}

}  // namespace baton::test
