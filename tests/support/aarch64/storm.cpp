// The core's physical timer, which nothing else here uses, is set again by each handler.
#include "tests/support/storm.hpp"

#include <cstdint>

#include "hal/aarch64/registers.hpp"

namespace baton::test {

namespace {

constexpr unsigned kPhysicalTimerInterrupt = 30;
constexpr std::uint64_t kOn = 1, kOff = 0;

bool (*handler_now)();
std::uint64_t ticks;

void set_next() {
    asm volatile("msr cntp_tval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb" ::"r"(ticks), "r"(kOn));
}

void serve() {
    if (handler_now())
        return set_next();
    asm volatile("msr cntp_ctl_el0, %0\n\tisb" ::"r"(kOff));
    hal::interrupt_disable(kPhysicalTimerInterrupt);
}

}  // namespace

void start_storm(bool (*handler)(), Duration distance) {
    constexpr std::uint64_t kSecondNs = 1'000'000'000;
    std::uint64_t hz;
    asm volatile("mrs %0, cntfrq_el0" : "=r"(hz));
    handler_now = handler;
    ticks = static_cast<std::uint64_t>(distance.count()) * hz / kSecondNs;
    hal::interrupt_handlers[kPhysicalTimerInterrupt] = serve;
    set_next();
    hal::interrupt_enable(kPhysicalTimerInterrupt);
}

}  // namespace baton::test
