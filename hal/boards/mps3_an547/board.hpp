// Where the devices are for secure code, and their interrupts (Arm DAI 0547, "Application Note AN547"; Arm 101773,
// "Corstone SSE-300 Example Subsystem Technical Reference Manual").
#pragma once

#include "hal/boards/mps/devices.hpp"

namespace baton::hal {

// The subsystem's counter, which all of its timers compare with: 64 bits, at the system's clock times `scale`.
struct SystemCounter {
    volatile std::uint32_t control;  // bit 0 on, bit 2 scaled
    volatile std::uint32_t status;
    volatile std::uint32_t cycles, cycles_high;
    volatile std::uint32_t scale;  // 8 bits and 24 behind the point; to be written while the counter is off
};

struct SystemTimer {
    volatile std::uint32_t count_low, count_high;  // of the counter
    volatile std::uint32_t reserved_8[6];
    volatile std::uint32_t compare_low, compare_high;
    volatile std::uint32_t reserved_28;
    volatile std::uint32_t control;  // bit 0 on, bit 2 (read) interrupts: the count is not below the compare value
};

inline SystemCounter& counters() {
    return *reinterpret_cast<SystemCounter*>(0x58100000);
}
inline SystemTimer& system_timer0() {
    return *reinterpret_cast<SystemTimer*>(0x58000000);
}
inline Uart& uart0() {
    return *reinterpret_cast<Uart*>(0x59303000);
}

inline constexpr std::uint32_t kClockHz = 32'000'000;
inline constexpr std::uint32_t kUartClockHz = 25'000'000;
inline constexpr std::uint32_t kCounterHz = kClockHz / 4;

inline constexpr unsigned kUart0ReceiveInterrupt = 33;
inline constexpr unsigned kTimer0Interrupt = 3;
inline constexpr unsigned kInterrupts = 128;

}  // namespace baton::hal
