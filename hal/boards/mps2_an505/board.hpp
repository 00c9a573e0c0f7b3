// Where the devices are for secure code, and their interrupts (Arm DAI 0505, "Application Note AN505").
#pragma once

#include "hal/boards/mps/devices.hpp"

namespace baton::hal {

inline Timer& timer0() {
    return *reinterpret_cast<Timer*>(0x50000000);
}
inline Uart& uart0() {
    return *reinterpret_cast<Uart*>(0x50200000);
}
inline FpgaCounters& counters() {
    return *reinterpret_cast<FpgaCounters*>(0x50302010);
}

inline constexpr std::uint32_t kClockHz = 20'000'000;
inline constexpr std::uint32_t kUartClockHz = kClockHz, kCounterHz = kClockHz;

inline constexpr unsigned kUart0ReceiveInterrupt = 32;
inline constexpr unsigned kTimer0Interrupt = 3;
inline constexpr unsigned kInterrupts = 128;

}  // namespace baton::hal
