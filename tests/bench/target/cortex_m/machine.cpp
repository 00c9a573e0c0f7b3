#include <bench_machine.hpp>

#include "tests/bench/cases.hpp"
#include "tests/bench/target/cortex_m/masked.hpp"
#include "tests/support/cortex_m/vectors.hpp"

namespace baton::bench {

void set_interrupt_handler(void (*handler)()) {
    test::set_vector(kRaisedInterrupt, handler);
    hal::interrupt_enable(kRaisedInterrupt);
}

std::span<const Case> machine_cases() {
    static constexpr Case kCases[] = {{"interrupt_masked_max", interrupt_masked_max, true}};
    return kCases;
}

}  // namespace baton::bench
