#include "tests/support/machine.hpp"

#include "sim/machine.hpp"

namespace baton::test {

const Duration kLatenessMax{0};

void raise_interrupt(void (*handler)(void*), void* argument) {
    sim::Machine::the().interrupt(handler, argument);
}

}  // namespace baton::test
