// The longest time for which interrupts are masked, found from outside: without looking at the code, and whatever it is
// that masks them.
//
// A probe, SysTick's interrupt at the highest priority, is made to fire after every single instruction of a sequence of
// kernel operations in turn: the sequence runs once for each instruction. Each time the handler notes where it
// interrupted. Where nothing is masked, each firing is served one instruction further on than the one before. While
// interrupts are masked, all firings are served at the same place, where the mask is taken away. So n + 1 firings in a
// row that are served at one place are a window of n instructions.
//
// A processor that sleeps with interrupts masked, as the kernel's idle loop does, wakes for the probe without delay;
// but all firings during the sleep are served at one place too. So while this runs, the instruction that sleeps is
// replaced by a nop: the idle loop then turns until there is something to do. The frame around idle_wait() (idle.cpp),
// which no other image has, is subtracted.
#include "tests/bench/target/cortex_m/masked.hpp"

#include <algorithm>

#include "hal/idle.hpp"
#include "tests/bench/trial.hpp"
#include "tests/support/cortex_m/protection.hpp"
#include "tests/support/cortex_m/sys_tick.hpp"

namespace baton::bench {

namespace {

using namespace std::chrono_literals;

constexpr std::uintptr_t kInterruptPriority = 0xe000e400;                  // IPR, a byte for each interrupt
constexpr std::uint32_t kCyclesPerTick = hal::kClockHz / hal::kCounterHz;  // of the counter
constexpr std::uint32_t kNotServed = 0;

struct Served {
    std::uint32_t place;       // the address of the next instruction of what was interrupted
    std::uint32_t idle_calls;  // of idle_wait() until then
};

constinit volatile std::uint32_t served_at = kNotServed;
constinit std::uint32_t served_after_calls = 0;

extern "C" void note_probe(const std::uint32_t* frame) {
    constexpr int kProgramCounter = 6;
    served_at = frame[kProgramCounter];
    served_after_calls = idle_meter().calls;
    test::stop_sys_tick();
}

// Finds what was on the stack of whoever was interrupted, a task or another handler.
[[gnu::naked]] void serve_probe() {
    asm volatile(
        "tst lr, #4\n\t"
        "ite eq\n\t"
        "mrseq r0, msp\n\t"
        "mrsne r0, psp\n\t"
        "b note_probe");
}

// All others below the probe, so that it interrupts their handlers too.
void lower_priorities() {
    for (std::uintptr_t number = 0; number < hal::kInterrupts; ++number)
        *reinterpret_cast<volatile std::uint8_t*>(kInterruptPriority + number) = 0x40;
}

// Replaces the first `from` in the code of hal::idle_wait(), which QEMU's board has in RAM, by `to`.
void replace_instruction(std::uint16_t from, std::uint16_t to) {
    constexpr std::size_t kLongest = 64;
    auto* const code = reinterpret_cast<volatile std::uint16_t*>(reinterpret_cast<std::uintptr_t>(&real_idle_wait) &
                                                                 ~std::uintptr_t{1});
    const auto found = std::find(code, code + kLongest, from);
    check(found != code + kLongest, Fatal::invalid_argument, "hal::idle_wait() has no instruction that sleeps");
    test::without_protection([&] { *found = to; });
}

constexpr std::uint16_t kWaitForInterrupt = 0xbf30, kNop = 0xbf00;

// Where a probe is served that fires `delay` instructions, and some that are always the same, after the call.
template <class F>
Served probe(std::uint32_t delay, F operations) {
    served_at = kNotServed;
    const std::uint32_t calls_before = idle_meter().calls;
    const std::uint32_t ticks = delay / kPhases + 2;
    test::start_sys_tick(serve_probe, ticks * kCyclesPerTick);
    // The timer is set in ticks; the instructions between two of them are had by starting the operations later.
    pad(kPhases - 1 - delay % kPhases);
    operations();
    while (served_at == kNotServed) {
    }
    return {served_at, served_after_calls - calls_before};
}

}  // namespace

void interrupt_masked_max(Trial& trial) {
    // More than the operations take.
    constexpr std::uint32_t kLongestDelay = 8000;
    Semaphore semaphore(0);
    Semaphore wanted(0);
    Mutex mutex;
    Queue<std::uint32_t, 4> queue;
    static constinit Semaphore* raised = nullptr;
    raised = &semaphore;
    lower_priorities();
    set_interrupt_handler([] { (void)isr::release(*raised); });
    replace_instruction(kWaitForInterrupt, kNop);
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] { (void)semaphore.acquire(); });
        helper(kHigher, [&] {
            (void)wanted.acquire();
            mutex.lock();
            mutex.unlock();
        });
        helper(kHigher, [&] { keep(queue.get()); });
        helper(current().level(), [] { sleep_for(1h); });
        const auto operations = [&] {
            yield();
            (void)semaphore.release();
            (void)semaphore.acquire(1us);
            mutex.lock();
            (void)wanted.release();
            mutex.unlock();
            (void)queue.put(1);
            (void)spawn("short", [] {});
            raise_interrupt();
            sleep_for(2us);
        };
        operations();
        const std::int64_t frame =
            meter.instructions_of(wait_without_sleep_framed) - meter.instructions_of(wait_without_sleep);
        Served last{};
        std::uint32_t calls_before_row = 0;
        std::int64_t row = 0, longest = 0;
        for (std::uint32_t delay = 0; delay < kLongestDelay; ++delay) {
            const Served served = probe(delay, operations);
            if (served.place != last.place) {
                calls_before_row = last.idle_calls;
                row = 0;
            }
            ++row;
            longest = std::max(longest, row - frame * (served.idle_calls - calls_before_row));
            last = served;
        }
        meter.set_instructions(longest - 1);
    });
    replace_instruction(kNop, kWaitForInterrupt);
}

}  // namespace baton::bench
