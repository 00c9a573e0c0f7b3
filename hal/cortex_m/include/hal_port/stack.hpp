// Stacks on Cortex-M. Interrupt handlers have a stack of their own (MSP). Beside its calls a task's stack holds 36
// bytes while an interrupt is handled (108 with an FPU); preempted, it holds those, 8 more, and the kernel's calls
// until it goes on (exceptions.S).
//
// The hardware guards the running stack: ARMv7-M by a region of the memory protection unit that cannot be written,
// ARMv8-M by PSPLIM. make_fcontext() works out where and jump_fcontext() sets it, three or four instructions.
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

// The lowest part of a stack, which is not for use. On ARMv7-M it is a region: a power of two, larger than most frames,
// so that few calls step over it. On ARMv8-M, where the limit is an address, it is the room for the frame that a
// preemption writes without the hardware's checks.
#if __ARM_ARCH >= 8
inline constexpr std::size_t kStackGuardBytes = 32;
#else
inline constexpr std::size_t kStackGuardBytes = 128;
#endif

#ifdef __ARM_FP
inline constexpr std::size_t kStackFloatBytes = 64 + 72;  // s16-s31 in a context, s0-s15 and FPSCR in a frame
#else
inline constexpr std::size_t kStackFloatBytes = 0;
#endif

#if __ARM_ARCH >= 8
inline constexpr std::size_t kStackAlignment = 8;
#else
inline constexpr std::size_t kStackAlignment = kStackGuardBytes;
#endif
inline constexpr std::size_t kStackOverhead = kStackGuardBytes + kStackFloatBytes;
inline constexpr std::size_t kPooledStackBytes = 2048 + kStackGuardBytes;

inline constexpr bool kStackPaint = true;

// Nothing to do: the guard goes with the context.
inline std::size_t stack_protect(std::span<std::byte>) {
    return 0;
}

}  // namespace baton::hal
