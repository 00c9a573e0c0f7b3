// Entering and leaving the kernel in the simulator: a flag. Nothing interrupts a program between two of its own
// instructions here; whoever wants to preempt (instrumented application code) looks at the flag first.
#pragma once

namespace baton::hal {

namespace detail {
inline constinit bool kernel_is_entered = false;
}

inline void kernel_enter() {
    detail::kernel_is_entered = true;
    asm volatile("" ::: "memory");
}

inline void kernel_leave() {
    asm volatile("" ::: "memory");
    detail::kernel_is_entered = false;
    asm volatile("" ::: "memory");  // the flag is read by what the compiler inserts later: before an endless loop too
}

inline bool kernel_entered() {
    return detail::kernel_is_entered;
}

}  // namespace baton::hal
