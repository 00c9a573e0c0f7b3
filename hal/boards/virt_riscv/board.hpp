// The board's devices: where they are (QEMU's hw/riscv/virt.c).
#pragma once

#include <cstdint>

namespace baton::hal {

// NS16550. What a register means depends on whether it is read or written.
struct Uart {
    volatile std::uint8_t data;  // received; to transmit
    volatile std::uint8_t interrupt_enable;
    volatile std::uint8_t fifo_control;
    volatile std::uint8_t line_control;
    volatile std::uint8_t modem_control;
    volatile std::uint8_t line_status;  // bit 0 a byte has been received, bit 5 there is room for another to transmit
};

inline Uart& uart0() {
    return *reinterpret_cast<Uart*>(0x10000000);
}

inline constexpr std::uint32_t kClockHz = 10'000'000;  // of mtime

}  // namespace baton::hal
