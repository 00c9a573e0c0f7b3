// Entering and leaving the kernel on RISC-V: one bit postpones preemption, in hardware.
//
// Tasks are preempted by the machine's software interrupt and by nothing else, so clearing its enable bit, mie.MSIE,
// holds back preemption and no other interrupt. Nothing is nested and nothing is counted, and leaving looks at no
// "pending" flag: the interrupt that had to wait comes with the instruction after. Both are one instruction, and need
// no register.
//
// The memory clobbers are compiler barriers; a hart executes accesses to registers of its own in program order.
#pragma once

#include <cstdint>

namespace baton::hal {

inline void kernel_enter() {
    asm volatile("csrci mie, 8" ::: "memory");  // MSIE
}

inline void kernel_leave() {
    asm volatile("csrsi mie, 8" ::: "memory");
}

inline bool kernel_entered() {
    std::uintptr_t enabled;
    asm volatile("csrr %0, mie" : "=r"(enabled)::"memory");
    return (enabled & 8) == 0;
}

}  // namespace baton::hal
