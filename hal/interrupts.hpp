// Interrupts: masking for the port's own needs, and how the kernel is asked for a preemption.
//
// The kernel masks interrupts in one place only, its idle loop, so that a wake-up cannot slip in between "nothing to
// do" and "sleep". Everything else is protected by entry.hpp, which holds off preemption and nothing else.
#pragma once

#include <cstdint>

namespace baton::hal {

// What interrupts_save() gives to interrupts_restore(); the port knows what it means.
using InterruptState = std::uintptr_t;

// Masks interrupts and returns the state before. Context: any.
[[nodiscard]] InterruptState interrupts_save();

// Puts back what interrupts_save() returned. Context: any.
void interrupts_restore(InterruptState state);

// Whether the caller runs in an interrupt handler. Context: any.
[[nodiscard]] bool in_interrupt();

// Asks that the interrupted task call preempt() as soon as interrupts have been dealt with and the kernel is not
// entered (see entry.hpp); several requests may merge into one. A port without preemption may do nothing: the kernel
// also looks at every scheduling point. Context: interrupt.
void request_preemption();

// Supplied by the kernel: the running task gives up the CPU if something better is ready. The port calls it on the
// interrupted task's own stack, saves every register around it, enters the kernel before the call (entry.hpp) and
// leaves it when the interrupted code goes on: so a preemption is not preempted, and a stack holds one at most.
// Context: task, entered.
void preempt();

}  // namespace baton::hal
