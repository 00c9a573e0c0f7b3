// Stacks on AArch64. Interrupt handlers have a stack of their own (SP_EL1) and leave the task's (SP_EL0) alone.
// Preempted, a task's stack holds the registers that a called function may overwrite, 704 bytes (exceptions.S), and the
// kernel's calls until it goes on.
//
// The hardware guards the running stack: a watchpoint stops any store to its lowest part. make_fcontext() works out
// where and jump_fcontext() sets it (context.S).
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

// The lowest part of a stack, which is not for use: a watchpoint covers a power of two, aligned to itself. Larger than
// most frames, so that few calls step over it.
inline constexpr std::size_t kStackGuardBytes = 128;

inline constexpr std::size_t kStackAlignment = kStackGuardBytes;

// Sizes are given for machines of 32 bits: frames here are wider, and a preemption's has all of SIMD's registers.
inline constexpr std::size_t kStackOverhead = 1408 + kStackGuardBytes;
inline constexpr std::size_t kPooledStackBytes = 8192;

inline constexpr bool kStackPaint = true;

// Nothing to do: the guard goes with the context.
inline std::size_t stack_protect(std::span<std::byte>) {
    return 0;
}

}  // namespace baton::hal
