// Entering and leaving the kernel: holding off preemption, and only preemption, while kernel data is inconsistent.
//
// These are the kernel's two most executed operations, so each port supplies them inline, in a header
// <hal_port/entry.hpp> on its include path. The best port lets the hardware do the postponing: on Cortex-M, BASEPRI at
// the lowest priority holds back PendSV (which is where a task is preempted) and no device's interrupt; leaving then
// needs no look at a "pending" flag.
//
//   void kernel_enter();          preemption is postponed from here on; calls do not nest
//   void kernel_leave();          a postponed preemption happens now, or at the next opportunity
//   bool kernel_entered();        for checks
//
// All three also order memory: the compiler moves no access to memory out of the section between enter and leave.
// A context switch keeps the state: the task that is switched to leaves the kernel that the other one entered.
#pragma once

#include <hal_port/entry.hpp>
