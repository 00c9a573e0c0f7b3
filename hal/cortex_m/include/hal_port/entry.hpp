// Entering and leaving the kernel on Cortex-M: BASEPRI postpones PendSV, where tasks are preempted, in hardware.
//
// PendSV alone stands at the lowest priority. A BASEPRI of that level holds back what is at the level and no other
// interrupt: they are all above it. Nothing is nested and nothing is counted, and leaving looks at no "pending" flag:
// the PendSV that had to wait comes with the instruction after.
//
// A core implements the upper 3 to 8 bits of a priority and ignores the rest, so 0xff is the lowest level on each
// (QEMU's mps2 boards implement all 8 bits). With 8 bits the lowest is not part of the preemption priority: 0xfe is on
// the same level then, and no device may be put there.
//
// The memory clobbers are compiler barriers; the processor takes no exception between the instructions' effects.
#pragma once

#include <cstdint>

namespace baton::hal {

inline constexpr std::uint32_t kLowestPriority = 0xff;

inline void kernel_enter() {
    // Raising the priority takes effect at once: no barrier instruction is needed.
    asm volatile("msr basepri, %0" ::"r"(kLowestPriority) : "memory");
}

inline void kernel_leave() {
    asm volatile("msr basepri, %0" ::"r"(0) : "memory");
}

inline bool kernel_entered() {
    std::uint32_t priority;
    asm volatile("mrs %0, basepri" : "=r"(priority)::"memory");
    return priority != 0;
}

}  // namespace baton::hal
