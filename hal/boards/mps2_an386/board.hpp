// Where the devices are, and their interrupts (Arm DAI 0386, "Application Note AN386").
#pragma once

#include "hal/boards/mps/devices.hpp"

namespace baton::hal {

inline Timer& timer0() {
    return *reinterpret_cast<Timer*>(0x40000000);
}
inline Uart& uart0() {
    return *reinterpret_cast<Uart*>(0x40004000);
}
inline FpgaCounters& counters() {
    return *reinterpret_cast<FpgaCounters*>(0x40028010);
}

inline constexpr std::uint32_t kClockHz = 25'000'000;
inline constexpr std::uint32_t kUartClockHz = kClockHz, kCounterHz = kClockHz;

inline constexpr unsigned kUart0ReceiveInterrupt = 0;
inline constexpr unsigned kTimer0Interrupt = 8;
inline constexpr unsigned kInterrupts = 32;

}  // namespace baton::hal
