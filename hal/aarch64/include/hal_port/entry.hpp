// Entering and leaving the kernel on AArch64: one bit postpones preemption, in hardware.
//
// Tasks are preempted by an FIQ, which nothing else is, so masking FIQs, PSTATE.F, holds back preemption and no
// device's interrupt: those are IRQs. Nothing is nested and nothing is counted, and leaving looks at no "pending" flag:
// the FIQ that had to wait comes with the instruction after. Both are one instruction, and need no register.
//
// The memory clobbers are compiler barriers; the processor takes no exception between the instructions' effects.
#pragma once

#include <cstdint>

namespace baton::hal {

inline void kernel_enter() {
    asm volatile("msr daifset, #1" ::: "memory");  // F
}

inline void kernel_leave() {
    asm volatile("msr daifclr, #1" ::: "memory");
}

inline bool kernel_entered() {
    std::uintptr_t masks;
    asm volatile("mrs %0, daif" : "=r"(masks)::"memory");
    return (masks & 1 << 6) != 0;
}

}  // namespace baton::hal
