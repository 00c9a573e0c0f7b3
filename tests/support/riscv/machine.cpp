// The supervisor's software interrupt, which nothing else here uses, is made pending by software.
#include "tests/support/machine.hpp"

#include <cstdint>

#include "hal/riscv/registers.hpp"

namespace baton::test {

namespace {

constexpr unsigned kSupervisorSoftwareInterrupt = 1;

void (*handler_now)(void*);
void* argument_now;

void serve() {
    asm volatile("csrc mip, %0" ::"r"(1U << kSupervisorSoftwareInterrupt) : "memory");
    handler_now(argument_now);
}

}  // namespace

// Sleeping tasks wake after some thousand instructions at most, of 1 ns each; most of them the check of a task's stack.
const Duration kLatenessMax = std::chrono::microseconds(50);

// The interrupt is enabled only for as long as it takes: the idle loop takes an enabled one for something that may wake
// it. It is taken with the instruction that makes it pending, at the latest with the next.
void raise_interrupt(void (*handler)(void*), void* argument) {
    hal::interrupt_handlers[kSupervisorSoftwareInterrupt] = serve;
    handler_now = handler;
    argument_now = argument;
    hal::interrupt_enable(kSupervisorSoftwareInterrupt);
    asm volatile("csrs mip, %0\n\tnop" ::"r"(1U << kSupervisorSoftwareInterrupt) : "memory");
    hal::interrupt_disable(kSupervisorSoftwareInterrupt);
}

void let_computing_take_time() {}

}  // namespace baton::test
