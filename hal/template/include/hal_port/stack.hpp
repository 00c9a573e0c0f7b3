// FILL IN: how large stacks are.
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

// What the procedure call standard asks of a stack pointer at a function's entry.
inline constexpr std::size_t kStackAlignment = 16;
// 0, unless the C library or the processor puts much on a task's stack that its author cannot know of.
inline constexpr std::size_t kStackOverhead = 0;
// A task that calls the kernel and formats a line of text should fit.
inline constexpr std::size_t kPooledStackBytes = 2048;

// True, unless fresh memory is zero and costs nothing until it is touched.
inline constexpr bool kStackPaint = true;

// Make the block's lowest addresses inaccessible and return how many bytes that took; 0 if the machine cannot.
inline std::size_t stack_protect(std::span<std::byte>) {
    return 0;
}

}  // namespace baton::hal
