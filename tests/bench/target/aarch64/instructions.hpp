// Counting instructions on AArch64: the processor does it. See bench_machine.hpp.
#pragma once

#include <cstdint>

#include "hal/aarch64/registers.hpp"

namespace baton::bench {

inline constexpr std::uint32_t kPhases = 1;
inline constexpr bool kHasGoals = false;

// Cycles of the performance monitors: in QEMU virtual time, so they go on in sleep.
inline std::uint32_t counter() {
    std::uint64_t cycles;
    asm volatile("mrs %0, pmccntr_el0" : "=r"(cycles)::"memory");
    return static_cast<std::uint32_t>(cycles);
}

inline void pad(std::uint32_t) {}

inline constexpr unsigned kRaisedInterrupt = 1;  // of those that software sends; nothing else uses it

inline void request_interrupt() {
    constexpr std::uint32_t kToThisCore = 2 << 24;
    hal::gic_distributor.send = kToThisCore | kRaisedInterrupt;
}
inline void withdraw_interrupt() {
    hal::gic_distributor.withdraw[kRaisedInterrupt] = 1;
}
// It is taken with the instruction that sends it, at the latest with the next.
inline void raise_interrupt() {
    request_interrupt();
    asm volatile("nop" ::: "memory");
}

}  // namespace baton::bench
