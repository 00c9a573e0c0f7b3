// Counting instructions on Cortex-M: the board's counter. See bench_machine.hpp.
#pragma once

#include <board.hpp>
#include <cstdint>

#include "hal/cortex_m/registers.hpp"

namespace baton::bench {

inline constexpr std::uint32_t kPhases = 1'000'000'000 / hal::kCounterHz;
inline constexpr bool kHasGoals = true;

inline std::uint32_t counter() {
    return hal::counters().cycles;
}

// A jump into a slide of nops. (Not inline: the compiler does not see how long the slide is.)
[[gnu::noinline]] inline void pad(std::uint32_t instructions) {
    const std::uint32_t skipped_bytes = (kPhases - instructions) * 2;
    asm volatile(
        "add pc, %0\n\t"  // from the next but one halfword
        "nop\n\t"
        ".rept %c1\n\t"
        "nop\n\t"
        ".endr" ::"r"(skipped_bytes),
        "i"(kPhases));
}

inline constexpr std::uintptr_t kSetPending = 0xe000e200;    // ISPR
inline constexpr std::uintptr_t kClearPending = 0xe000e280;  // ICPR
inline constexpr unsigned kRaisedInterrupt = 31;             // one that no device uses

inline void request_interrupt() {
    hal::reg(kSetPending) = 1U << kRaisedInterrupt;
}
inline void withdraw_interrupt() {
    hal::reg(kClearPending) = 1U << kRaisedInterrupt;
}
inline void raise_interrupt() {
    request_interrupt();
    asm volatile("dsb\n\tisb" ::: "memory");
}

}  // namespace baton::bench
