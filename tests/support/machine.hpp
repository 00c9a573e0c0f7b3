// What a test needs of the machine that it runs on, beyond the kernel's own interface. One implementation for each
// machine: host/machine.cpp, cortex_m/machine.cpp.
#pragma once

#include <baton/core/clock.hpp>

namespace baton::test {

// By how much a task may run later than its deadline while nothing else wants the CPU: the instructions between the
// alarm and the task. Zero in virtual time that stands still while tasks run.
extern const Duration kLatenessMax;

// Calls `handler(argument)` as an interrupt handler, at once. Context: task, interrupts not masked.
void raise_interrupt(void (*handler)(void*), void* argument);

// From now on a program that computes sees the clock move, as on any real machine: in the simulator, where the test is
// compiled PREEMPTIBLE.
void let_computing_take_time();

}  // namespace baton::test
