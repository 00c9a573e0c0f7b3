// Measuring on a target: executed instructions, exact.
//
// QEMU lets 1 ns of virtual time pass for each instruction (-icount shift=0). A counter may show only each 40th of
// them, say (kPhases), but what is measured repeats exactly, so that nothing is lost:
//
// - A loop of 40 turns, or a multiple, takes a whole number of ticks, whatever a turn takes: the difference of the
//   counter before and after is exact.
// - A part of a turn, between start() and stop(), is read with a vernier: nops lengthen the turn until it is one more
//   than a multiple of 40 instructions. Then 40 turns meet the counter in all its 40 phases once, and the readings'
//   truncations add up to nothing: the sum is exact.
//
// What of this is the processor's is in <instructions.hpp>, one in the folder of each architecture:
//
//   constexpr std::uint32_t kPhases;        instructions between two ticks of the counter
//   constexpr bool kHasGoals;               whether goals.hpp is about this architecture
//   std::uint32_t counter();                the ticks so far; they go on while the processor sleeps
//   void pad(std::uint32_t instructions);   takes so many instructions, less than kPhases, and some more that are
//   always
//                                           the same
//   void raise_interrupt();                 the interrupt that the cases raise: its handler is called at once
//   void request_interrupt();               the same while interrupts are masked: it is pending
//   void withdraw_interrupt();              is pending no more
#include <cstddef>
#include <cstdint>
#include <instructions.hpp>
#include <span>

#include "hal/stack.hpp"

namespace baton::bench {

inline constexpr std::size_t kTrialStackBytes = 2048 + hal::kStackOverhead;
inline constexpr std::size_t kSmallestStackBytes = 256;
std::span<std::byte> trial_memory();

// The largest count, where the compiler does not see it.
inline std::uint32_t forever() {
    std::uint32_t turns = UINT32_MAX;
    asm volatile("" : "+r"(turns));
    return turns;
}

// From here on the interrupt that the cases raise calls `handler`.
void set_interrupt_handler(void (*handler)());

// The machine's idle_wait() in a frame that measures how long it takes (target/idle.cpp).
struct IdleMeter {
    std::uint32_t ticks;  // spent in idle_wait() so far
    std::uint32_t calls;
};
const IdleMeter& idle_meter();
bool real_idle_wait() asm("__real__ZN5baton3hal9idle_waitEv");
// What the frame and idle_wait() itself do when there is a reason not to sleep: one call each.
void wait_without_sleep_framed();
void wait_without_sleep();

class Meter {
  public:
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
        // A loop's turn takes a whole number of instructions, known better than the counter's end points show.
        const std::int64_t loop = instructions_of([] {});
        const std::int64_t all = run_turns(operation);
        set_result(all - loop * turn.loops * iterations_ / kPhases, turn.operations);
    }

    // Asleep, the processor executes nothing, but time passes. So idle_wait()'s time is left out, and the instructions
    // that it executes when it need not sleep are put back in.
    template <class F>
    void measure_sleeping(F operation) {
        set_interrupt_handler([] {});  // an interrupt that is not enabled would not end a sleep
        const std::int64_t loop = run_padded(0, [] {});
        const std::int64_t frame = run_with_vernier([] { wait_without_sleep_framed(); });
        const std::int64_t wait = run_with_vernier([] { wait_without_sleep(); });
        const std::uint32_t calls_before = idle_meter().calls;
        const std::int64_t all = run_with_vernier(operation);
        const std::int64_t calls = (idle_meter().calls - calls_before) / kVernierRuns;
        set_result(all - loop + (wait - frame) * calls / iterations_, 1);
    }

    template <class F>
    void measure_once(std::uint32_t operations, F operation) {
        const std::uint32_t begin = counter();
        operation();
        set_result(std::int64_t{counter() - begin} * iterations_, operations);
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

    // Instructions for one call of `operation` with the loop around it, sleep counted.
    template <class F>
    std::int64_t instructions_of(F operation) {
        return (run_turns(operation) * kPhases + iterations_ / 2) / iterations_;
    }

    void set_instructions(std::int64_t instructions) { tenths_ = instructions * 10; }

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

    // The same with each turn lengthened by `padding` instructions, and without the time in idle_wait().
    template <class F>
    [[gnu::noinline]] std::int64_t run_padded(std::uint32_t padding, F operation) {
        latency_ = 0;
        const std::uint32_t idle = idle_meter().ticks;
        const std::uint32_t begin = counter();
        for (std::uint32_t left = iterations_; left != 0; --left) {
            pad(padding);
            operation();
            asm volatile("" ::: "memory");
        }
        return counter() - begin - (idle_meter().ticks - idle) - std::int64_t{padding} * iterations_ / kPhases;
    }

    static constexpr int kVernierRuns = 3;

    // The same with the padding that makes a vernier. The first runs find out which one that is.
    template <class F>
    std::int64_t run_with_vernier(F operation) {
        std::int64_t all = 0;
        std::uint32_t padding = 0;
        for (int i = 0; i < kVernierRuns; ++i) {
            all = run_padded(padding, operation);
            const auto turn = static_cast<std::uint32_t>((all * kPhases + iterations_ / 2) / iterations_);
            padding = (kPhases + 1 - turn % kPhases) % kPhases;
        }
        return all;
    }

    // The ticks between start() and stop(), summed over all turns.
    template <class F>
    std::int64_t sum_latency(F operation) {
        (void)run_with_vernier(operation);
        return latency_;
    }

    std::uint32_t iterations_;
    std::uint32_t started_ = 0;
    std::uint32_t latency_ = 0;
    std::int64_t tenths_ = 0;
};

}  // namespace baton::bench
