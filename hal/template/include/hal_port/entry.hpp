// FILL IN: how preemption is postponed. Start with this flag, which is right for every machine with one core; if the
// hardware can do the postponing, replace it (see hal/cortex_m/include/hal_port/entry.hpp).
#pragma once

#include <atomic>

namespace baton::hal {

inline bool entered_flag = false;
inline bool preemption_pending_flag = false;

// Makes up for a request that came while the kernel was entered (interrupts.cpp).
void preempt_late();

inline void kernel_enter() {
    entered_flag = true;
    std::atomic_signal_fence(std::memory_order_seq_cst);
}

inline void kernel_leave() {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    entered_flag = false;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    // After the flag: a request between the two finds the kernel left, and does not have to wait.
    if (preemption_pending_flag)
        preempt_late();
}

inline bool kernel_entered() {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    return entered_flag;
}

}  // namespace baton::hal
