// The board's devices: where they are, and their interrupts (QEMU's hw/arm/virt.c).
#pragma once

#include <cstdint>

namespace baton::hal {

// PL011 ("PrimeCell UART Technical Reference Manual").
struct Uart {
    volatile std::uint32_t data;            // received; to transmit
    volatile std::uint32_t receive_status;  // bit 3: a byte was lost; write: forget it
    std::uint32_t unused_1[4];
    volatile std::uint32_t flags;  // bit 4 nothing has been received, bit 5 there is no room to transmit
    std::uint32_t unused_2[5];
    volatile std::uint32_t control;  // bit 0 on, bit 8 transmitter, bit 9 receiver
    std::uint32_t unused_3;
    volatile std::uint32_t interrupt_mask;  // bit 4 for a received byte
};

inline Uart& uart0() {
    return *reinterpret_cast<Uart*>(0x09000000);
}

inline constexpr unsigned kTimerInterrupt = 27;  // the core's virtual timer
inline constexpr unsigned kUart0Interrupt = 33;

inline constexpr std::uint32_t kClockHz = 62'500'000;  // CNTFRQ_EL0

}  // namespace baton::hal
