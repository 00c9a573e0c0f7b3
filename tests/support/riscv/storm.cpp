// The supervisor's timer ("Sstc"), which nothing else here uses, is set again by each handler.
#include "tests/support/storm.hpp"

#include <cstdint>

#include "hal/clock.hpp"
#include "hal/riscv/registers.hpp"

namespace baton::test {

namespace {

constexpr unsigned kSupervisorTimerInterrupt = 5;
constexpr std::int64_t kNever = INT64_MAX;
constexpr std::int64_t kTickNs = 100;

bool (*handler_now)();
std::int64_t ticks;

// Registers that the assembler of older specifications does not know by name.
void enable_supervisor_timer() {
#if __riscv_xlen == 32
    asm volatile("csrs 0x31a, %0" ::"r"(std::uint32_t{1} << 31));  // menvcfgh.STCE
#else
    asm volatile("csrs 0x30a, %0" ::"r"(std::uint64_t{1} << 63));  // menvcfg.STCE
#endif
}

void set_supervisor_timer(std::int64_t tick) {
#if __riscv_xlen == 32
    asm volatile(
        "csrw 0x15d, %1\n\t"  // stimecmph
        "csrw 0x14d, %0"      // stimecmp
        ::"r"(static_cast<std::uint32_t>(tick)),
        "r"(static_cast<std::uint32_t>(tick >> 32)));
#else
    asm volatile("csrw 0x14d, %0" ::"r"(tick));
#endif
}

void set_next() {
    set_supervisor_timer(hal::clock_now() / kTickNs + ticks);
}

void serve() {
    if (handler_now())
        return set_next();
    set_supervisor_timer(kNever);
    hal::interrupt_disable(kSupervisorTimerInterrupt);
}

}  // namespace

void start_storm(bool (*handler)(), Duration distance) {
    handler_now = handler;
    ticks = distance.count() / kTickNs;
    hal::interrupt_handlers[kSupervisorTimerInterrupt] = serve;
    enable_supervisor_timer();
    set_next();
    hal::interrupt_enable(kSupervisorTimerInterrupt);
}

}  // namespace baton::test
