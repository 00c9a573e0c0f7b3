// The processor's control and status registers ("The RISC-V Instruction Set Manual, Volume II: Privileged
// Architecture"), as far as they are used here, and the interruptor that every board has.
#pragma once

#include <cstddef>
#include <cstdint>

namespace baton::hal {

// Bits of mie and mip: interrupts by number.
inline constexpr unsigned kSoftwareInterrupt = 3;
inline constexpr unsigned kTimerInterrupt = 7;
inline constexpr unsigned kExternalInterrupt = 11;
inline constexpr unsigned kInterrupts = 16;

// Lets interrupt `number` through, or holds it back. Context: any.
inline void interrupt_enable(unsigned number) {
    asm volatile("csrs mie, %0" ::"r"(std::uintptr_t{1} << number) : "memory");
}
inline void interrupt_disable(unsigned number) {
    asm volatile("csrc mie, %0" ::"r"(std::uintptr_t{1} << number) : "memory");
}

// Who serves interrupt `number`, called by trap.S; changed while the interrupt is disabled. The software interrupt is
// the port's own.
using InterruptHandler = void (*)();
extern "C" InterruptHandler interrupt_handlers[kInterrupts];

// SiFive's core-local interruptor, hart 0. The board's linker script says where `clint` is.
struct Clint {
    volatile std::uint32_t software_interrupt;
    std::uint32_t other_harts[0xfff];
    volatile std::uint32_t compare[2];  // mtimecmp: the timer's interrupt is pending from this time on
    std::uint32_t more_harts[0x1ffc];
    volatile std::uint32_t time[2];  // mtime: ticks since reset
};
static_assert(offsetof(Clint, compare) == 0x4000 && offsetof(Clint, time) == 0xbff8);
extern "C" Clint clint;

}  // namespace baton::hal
