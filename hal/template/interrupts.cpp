// FILL IN: hal/interrupts.hpp and hal/idle.hpp.
#include "hal/interrupts.hpp"

#include <hal_port/entry.hpp>

#include "hal/idle.hpp"

namespace baton::hal {

// Read the mask, then mask everything, preemption too.
InterruptState interrupts_save() {
    return 0;
}

// Write back what interrupts_save() read; compiler barrier.
void interrupts_restore(InterruptState) {}

// A status register knows; else count in the common interrupt entry.
bool in_interrupt() {
    return false;
}

// Note the request. At the end of the outermost handler: if it is noted and the kernel is not entered, take it back,
// enter the kernel and change what the handler returns to: the interrupted task must call preempt() as if it had done
// so itself, on its own stack with every register saved around it, and then leave the kernel and go on. Entering at
// once is what keeps a second preemption from piling up on the same stack; leaving must come after the last register
// is restored, or be the same instruction (see hal/cortex_m/exceptions.S).
//
// A port without preemption does nothing here.
void request_preemption() {
    preemption_pending_flag = true;
}

// The same from a task that has just left the kernel and finds a request noted: an ordinary call, nothing to save.
void preempt_late() {
    preemption_pending_flag = false;
    kernel_enter();
    preempt();
    kernel_leave();
}

// Return false if the timer is stopped and no interrupt source is enabled. Else drop a noted request for preemption
// (the caller is about to look by itself) and sleep with interrupts masked: the instruction must wake up for a pending
// interrupt although it is masked.
bool idle_wait() {
    return false;
}

}  // namespace baton::hal
