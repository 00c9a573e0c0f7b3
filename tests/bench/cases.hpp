// The measured operations: one table, the same on every machine.
#pragma once

#include <span>
#include <string_view>

namespace baton::bench {

class Trial;

struct Case {
    std::string_view name;
    // Measures the operation, in kernels of its own, and leaves the result with the trial's meter.
    void (*run)(Trial& trial);
    // Whether the default build measures it under fixed priorities too, because a woken task must run at once.
    bool needs_priorities;
};

std::span<const Case> cases();

// Those that only this machine has.
std::span<const Case> machine_cases();

}  // namespace baton::bench
