#include <bench_machine.hpp>

#include "hal/machine.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/target/masked.hpp"
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
    static constexpr Case kCases[] = {{"interrupt_masked_max", interrupt_masked_max, true}};
    return kCases;
}

}  // namespace baton::bench
