#include <bench_machine.hpp>

#include "hal/riscv/registers.hpp"
#include "tests/bench/cases.hpp"

namespace baton::bench {

namespace {

void (*raised_handler)() = nullptr;

void serve() {
    withdraw_interrupt();
    raised_handler();
}

}  // namespace

void set_interrupt_handler(void (*handler)()) {
    raised_handler = handler;
    hal::interrupt_handlers[kRaisedInterrupt] = serve;
    hal::interrupt_enable(kRaisedInterrupt);
}

// Nothing interrupts a handler here, so there is no probe for how long interrupts are masked.
std::span<const Case> machine_cases() {
    return {};
}

}  // namespace baton::bench
