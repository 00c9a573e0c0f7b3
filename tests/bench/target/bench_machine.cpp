#include <bench_machine.hpp>

#include <algorithm>
#include <array>

#include "hal/machine.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/target/vectors.hpp"

namespace baton::bench {

std::span<std::byte> trial_memory() {
    return hal::task_memory();
}

void set_interrupt_handler(void (*handler)()) {
    set_vector(kRaisedInterrupt, handler);
    hal::interrupt_enable(kRaisedInterrupt);
}

std::span<const Case> machine_cases() {
    return {};
}

}  // namespace baton::bench
