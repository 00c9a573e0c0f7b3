// An interrupt that software sends, which nothing else here uses.
#include "tests/support/machine.hpp"

#include <cstdint>

#include "hal/aarch64/registers.hpp"

namespace baton::test {

namespace {

constexpr unsigned kNumber = 1;

void (*handler_now)(void*);
void* argument_now;
volatile bool handled;

void serve() {
    handler_now(argument_now);
    handled = true;
}

}  // namespace

// Sleeping tasks wake after some ten thousand instructions at most, of 1 ns each; most of them the check of a task's
// stack, or the painting of new ones.
const Duration kLatenessMax = std::chrono::microseconds(100);

void raise_interrupt(void (*handler)(void*), void* argument) {
    constexpr std::uint32_t kToThisCore = 2 << 24;
    hal::interrupt_handlers[kNumber] = serve;
    handler_now = handler;
    argument_now = argument;
    handled = false;
    hal::interrupt_enable(kNumber);
    hal::gic_distributor.send = kToThisCore | kNumber;
    while (!handled) {
    }
}

void let_computing_take_time() {}

}  // namespace baton::test
