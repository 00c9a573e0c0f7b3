// Counting instructions on RISC-V: the processor does it. See bench_machine.hpp.
#pragma once

#include <cstdint>

namespace baton::bench {

inline constexpr std::uint32_t kPhases = 1;
inline constexpr bool kHasGoals = false;

// In QEMU it shows virtual time, so it goes on in sleep.
inline std::uint32_t counter() {
    std::uintptr_t instructions;
    asm volatile("csrr %0, minstret" : "=r"(instructions)::"memory");
    return static_cast<std::uint32_t>(instructions);
}

inline void pad(std::uint32_t) {}

inline constexpr unsigned kRaisedInterrupt = 1;  // the supervisor's software interrupt, which nothing else uses

inline void request_interrupt() {
    asm volatile("csrs mip, %0" ::"r"(1U << kRaisedInterrupt) : "memory");
}
inline void withdraw_interrupt() {
    asm volatile("csrc mip, %0" ::"r"(1U << kRaisedInterrupt) : "memory");
}
// It is taken with the instruction that makes it pending, at the latest with the next.
inline void raise_interrupt() {
    request_interrupt();
    asm volatile("nop" ::: "memory");
}

}  // namespace baton::bench
