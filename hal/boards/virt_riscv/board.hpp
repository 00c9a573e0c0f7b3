// The board's devices: where they are (QEMU's hw/riscv/virt.c).
#pragma once

#include <cstdint>

namespace baton::hal {

// NS16550. What a register means depends on whether it is read or written.
struct Uart {
    volatile std::uint8_t data;              // received; to transmit
    volatile std::uint8_t interrupt_enable;  // bit 0 for a received byte
    volatile std::uint8_t fifo_control;
    volatile std::uint8_t line_control;
    volatile std::uint8_t modem_control;
    // Bit 0 a byte has been received, bit 1 one was lost, bit 5 there is room for another to transmit.
    volatile std::uint8_t line_status;
};

inline Uart& uart0() {
    return *reinterpret_cast<Uart*>(0x10000000);
}

// The platform-level interrupt controller, as far as hart 0 in machine mode sees it ("RISC-V Platform-Level Interrupt
// Controller Specification").
struct Plic {
    volatile std::uint32_t priority[0x400];  // of each source; 0 never interrupts
    volatile std::uint32_t pending[0x400];
    volatile std::uint32_t enable[0x7f800];
    volatile std::uint32_t threshold;
    volatile std::uint32_t claim;  // read: the source that interrupts; written: it is dealt with
};

inline Plic& plic() {
    return *reinterpret_cast<Plic*>(0x0c000000);
}

inline constexpr unsigned kUart0Source = 10;

inline constexpr std::uint32_t kClockHz = 10'000'000;  // of mtime

}  // namespace baton::hal
