// The devices of the MPS boards, as far as the port uses them (Arm DDI 0479, "Cortex-M System Design Kit", and the
// application notes).
#pragma once

#include <cstdint>

namespace baton::hal {

// CMSDK timer: counts down at the system's clock; reaching 0, it asks for an interrupt and starts again from `reload`,
// or stops if that is 0.
struct Timer {
    volatile std::uint32_t control;  // bit 0 enable, bit 3 interrupt
    volatile std::uint32_t value;
    volatile std::uint32_t reload;
    volatile std::uint32_t interrupt;  // write 1: withdraws the interrupt
};

// CMSDK UART, without FIFOs.
struct Uart {
    volatile std::uint32_t data;
    volatile std::uint32_t state;  // bit 0 the transmitter is full, bit 1 a byte has been received, bit 3 one was lost
    volatile std::uint32_t control;    // bit 0 transmitter on, bit 1 receiver on, bit 3 interrupt for a received byte
    volatile std::uint32_t interrupt;  // write: bit 1 withdraws that interrupt
    volatile std::uint32_t divider;    // cycles of its clock for each bit, at least 16
};

// The FPGA's own registers, those for time. Both counters count up and may be written.
struct FpgaCounters {
    volatile std::uint32_t seconds;  // CLK1HZ
    volatile std::uint32_t hundredths;
    volatile std::uint32_t cycles;  // COUNTER: at the system's clock
};

// Interrupt handlers, entered in vectors.cpp.
extern "C" void timer0_interrupt();
extern "C" void uart0_received();

}  // namespace baton::hal
