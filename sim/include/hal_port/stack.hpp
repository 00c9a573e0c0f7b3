// Stacks on the host, where the C library alone takes kilobytes and untouched memory costs nothing.
#pragma once

#include <cstddef>
#include <span>

namespace baton::hal {

inline constexpr std::size_t kStackAlignment = 16;
inline constexpr std::size_t kStackOverhead = 32 * 1024;
inline constexpr std::size_t kPooledStackBytes = 64 * 1024;

// Fresh memory is zero, and painting would touch all of it.
inline constexpr bool kStackPaint = false;

inline constexpr std::size_t kGuardBytes = 4096;  // a page

// Makes the lowest page of a block of task_memory() inaccessible, while the system has mappings left for that.
std::size_t stack_protect(std::span<std::byte> block);

}  // namespace baton::hal
