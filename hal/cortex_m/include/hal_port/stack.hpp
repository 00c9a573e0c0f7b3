// Stacks on Cortex-M. Interrupt handlers have a stack of their own (MSP). Beside its calls a task's stack holds 36
// bytes while an interrupt is handled; preempted, it holds those, 8 more, and the kernel's calls until it goes on
// (exceptions.S).
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

inline constexpr std::size_t kStackAlignment = 8;
inline constexpr std::size_t kStackOverhead = 0;
inline constexpr std::size_t kPooledStackBytes = 2048;

inline constexpr bool kStackPaint = true;

// ARMv7-M could guard a stack with a region of its memory protection unit, rewritten at every switch: not free.
inline std::size_t stack_protect(std::span<std::byte>) {
    return 0;
}

}  // namespace baton::hal
