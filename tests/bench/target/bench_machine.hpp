// Measuring on a target: executed instructions, exact.
//
// QEMU lets 1 ns of virtual time pass for each instruction (-icount shift=0). The board's counter shows only each 40th
// of them, but what is measured repeats exactly, so that nothing is lost:
//
// - A loop of 40 turns, or a multiple, takes a whole number of ticks, whatever a turn takes: the difference of the
//   counter before and after is exact.
// - A part of a turn, between start() and stop(), is read with a vernier: nops lengthen the turn until it is one more
//   than a multiple of 40 instructions. Then 40 turns meet the counter in all its 40 phases once, and the readings'
//   truncations add up to nothing: the sum is exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "hal/boards/mps2_an385/board.hpp"

namespace baton::bench {

inline constexpr std::size_t kTrialStackBytes = 2048;
std::span<std::byte> trial_memory();

// The largest count, where the compiler does not see it.
inline std::uint32_t forever() {
    std::uint32_t turns = UINT32_MAX;
    asm volatile("" : "+r"(turns));
    return turns;
}

// Ticks that were spent in hal::idle_wait(), asleep, so far.
std::uint32_t idle_ticks();

class Meter {
  public:
    static constexpr std::uint32_t kPhases = 40;  // instructions between two ticks of the counter

    // What a turn of the measuring loop makes happen: how many of the operations, and how many turns of loops, its own
    // and helpers'.
    struct Turn {
        std::uint32_t operations = 1;
        std::uint32_t loops = 1;
    };

    // `iterations`: turns of each loop, a multiple of kPhases.
    explicit Meter(std::uint32_t iterations) : iterations_(iterations) {}

    // Instructions for one operation, in tenths.
    std::int64_t tenths() const { return tenths_; }

    template <class F>
    void measure(Turn turn, F operation) {
        const std::int64_t loop = run_turns([] {});
        const std::int64_t all = run_turns(operation);
        set_result(all - loop * turn.loops, turn.operations);
    }

    template <class F>
    void measure_sleeping(F operation) {
        const std::int64_t loop = run_padded(0, [] {});
        std::uint32_t padding = 0;
        std::int64_t all = run_padded(padding, operation);
        for (int i = 0; i < 2; ++i) {
            padding = next_padding(padding, all);
            all = run_padded(padding, operation) - ticks(padding);
        }
        set_result(all - loop, 1);
    }

    template <class F>
    void measure_latency(F operation) {
        const std::int64_t reading = sum_latency([this] {
            start();
            stop();
        });
        set_result(sum_latency(operation) - reading, 1);
    }

    // Not inline, so that their own instructions are the same wherever they are called, and can be subtracted.
    [[gnu::noinline]] void start() { started_ = counter(); }
    [[gnu::noinline]] void stop() { latency_ += counter() - started_; }

    void set_result(std::int64_t ticks, std::uint32_t operations_a_turn) {
        const std::int64_t divisor = std::int64_t{iterations_} * operations_a_turn;
        tenths_ = (ticks * kPhases * 10 + divisor / 2) / divisor;
    }

    static std::uint32_t counter() { return hal::counters().cycles; }

  private:
    // The ticks that all turns together take.
    template <class F>
    [[gnu::noinline]] std::int64_t run_turns(F operation) {
        const std::uint32_t begin = counter();
        for (std::uint32_t left = iterations_; left != 0; --left) {
            operation();
            asm volatile("" ::: "memory");
        }
        return counter() - begin;
    }

    // The same with each turn lengthened by `padding` instructions, and without sleep.
    template <class F>
    [[gnu::noinline]] std::int64_t run_padded(std::uint32_t padding, F operation) {
        const std::uint32_t idle = idle_ticks();
        const std::uint32_t begin = counter();
        for (std::uint32_t left = iterations_; left != 0; --left) {
            pad(padding);
            operation();
            asm volatile("" ::: "memory");
        }
        return counter() - begin - (idle_ticks() - idle);
    }

    // The ticks between start() and stop(), summed over all turns.
    template <class F>
    std::int64_t sum_latency(F operation) {
        std::uint32_t padding = 0;
        for (int i = 0; i < 3; ++i) {
            latency_ = 0;
            const std::int64_t all = run_padded(padding, operation);
            if (i < 2)
                padding = next_padding(padding, all - ticks(padding));
        }
        return latency_;
    }

    // The padding that makes a turn one instruction longer than a multiple of kPhases; `all` was taken by all turns
    // without padding.
    std::uint32_t next_padding(std::uint32_t, std::int64_t all) const {
        const auto turn = static_cast<std::uint32_t>((all * kPhases + iterations_ / 2) / iterations_);
        return (2 * kPhases + 1 - turn % kPhases) % kPhases;
    }

    std::int64_t ticks(std::uint32_t padding) const { return std::int64_t{padding} * iterations_ / kPhases; }

    // Takes `instructions` (less than kPhases) instructions, and some more that are always the same: a jump into a
    // slide of nops. (Not inline: the compiler does not see how long the slide is.)
    [[gnu::noinline]] static void pad(std::uint32_t instructions) {
        const std::uint32_t skipped_bytes = (kPhases - instructions) * 2;
        asm volatile(
            "add pc, %0\n\t"  // from the next but one halfword
            "nop\n\t"
            ".rept 40\n\t"
            "nop\n\t"
            ".endr" ::"r"(skipped_bytes));
    }

    std::uint32_t iterations_;
    std::uint32_t started_ = 0;
    std::uint32_t latency_ = 0;
    std::int64_t tenths_ = 0;
};

}  // namespace baton::bench
