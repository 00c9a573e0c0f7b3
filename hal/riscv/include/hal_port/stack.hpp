// Stacks on RISC-V. Interrupt handlers have a stack of their own (mscratch) and leave the task's alone. Preempted, a
// task's stack holds the registers that a called function may overwrite, and the kernel's calls until it goes on
// (trap.S: 80 bytes on rv32, 304 with 64-bit registers and floating point).
//
// Physical memory protection guards the running stack, if the processor has it and user mode (hal/README.md): a region
// that cannot be written goes with the context (guarded_context.S).
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

// The lowest part of a stack, which is not for use; the region's size and, as it must be, its alignment. Larger than
// most frames, so that few calls step over it.
inline constexpr std::size_t kStackGuardBytes = 128;
inline constexpr std::size_t kStackAlignment = kStackGuardBytes;

// The same of the handlers' stack, which there is once.
inline constexpr std::size_t kHandlerStackGuardBytes = 1024;

// Sizes are given for machines of 32 bits; frames here are wider when the registers are.
inline constexpr std::size_t kStackOverhead = kStackGuardBytes + (sizeof(void*) == 8 ? 768 : 128);
inline constexpr std::size_t kPooledStackBytes = kStackGuardBytes + (sizeof(void*) == 8 ? 4096 : 2048);

inline constexpr bool kStackPaint = true;

// Nothing to do: the guard goes with the context.
inline std::size_t stack_protect(std::span<std::byte>) {
    return 0;
}

}  // namespace baton::hal
