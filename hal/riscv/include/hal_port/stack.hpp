// Stacks on RISC-V. Interrupt handlers have a stack of their own (mscratch) and leave the task's alone. Preempted, a
// task's stack holds the registers that a called function may overwrite, and the kernel's calls until it goes on
// (trap.S: 80 bytes on rv32, 304 with 64-bit registers and floating point).
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

inline constexpr std::size_t kStackAlignment = 16;

// Sizes are given for machines of 32 bits; frames here are wider when the registers are.
inline constexpr std::size_t kStackOverhead = sizeof(void*) == 8 ? 768 : 128;
inline constexpr std::size_t kPooledStackBytes = sizeof(void*) == 8 ? 4096 : 2048;

inline constexpr bool kStackPaint = true;

// Physical memory protection could guard a stack, rewritten at every switch: not free.
inline std::size_t stack_protect(std::span<std::byte>) {
    return 0;
}

}  // namespace baton::hal
