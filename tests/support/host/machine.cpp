#include "tests/support/machine.hpp"

#include "sim/machine.hpp"

namespace baton::test {

const Duration kLatenessMax{0};

void raise_interrupt(void (*handler)(void*), void* argument) {
    sim::Machine::the().interrupt(handler, argument);
}

void let_computing_take_time() {
    sim::Machine::the().set_block_cost(sim::Machine::kBlockCost);
}

}  // namespace baton::test
