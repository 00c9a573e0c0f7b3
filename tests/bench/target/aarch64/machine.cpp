#include <bench_machine.hpp>

#include "hal/aarch64/registers.hpp"
#include "tests/bench/cases.hpp"

namespace baton::bench {

namespace {

// Before all other constructors.
[[gnu::constructor(101)]] void start_counter() {
    constexpr std::uint64_t kCycles = 1U << 31, kOn = 1 << 0, kOf64Bits = 1 << 6;
    asm volatile("msr pmccfiltr_el0, xzr\n\tmsr pmcntenset_el0, %0\n\tmsr pmcr_el0, %1\n\tisb" ::"r"(kCycles),
                 "r"(kOn | kOf64Bits));
}

}  // namespace

void set_interrupt_handler(void (*handler)()) {
    hal::interrupt_handlers[kRaisedInterrupt] = handler;
    hal::interrupt_enable(kRaisedInterrupt);
}

// Nothing interrupts a handler here, so there is no probe for how long interrupts are masked.
std::span<const Case> machine_cases() {
    return {};
}

}  // namespace baton::bench
