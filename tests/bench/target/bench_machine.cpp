#include <bench_machine.hpp>

#include "hal/machine.hpp"
#include "tests/bench/cases.hpp"

namespace baton::bench {

namespace {

constinit std::uint32_t ticks_idle = 0;

}  // namespace

std::uint32_t idle_ticks() {
    return ticks_idle;
}

std::span<std::byte> trial_memory() {
    return hal::task_memory();
}

std::span<const Case> machine_cases() {
    return {};
}

}  // namespace baton::bench
