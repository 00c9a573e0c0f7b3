// hal::idle_wait() in a frame that measures its time. The linker puts the frame in its place (--wrap).
#include <bench_machine.hpp>

#include "hal/interrupts.hpp"

namespace baton::bench {

namespace {

constinit IdleMeter meter{};

// Calls `wait`, in the state in which the kernel calls it, with an interrupt pending that ends the sleep at once.
template <class F>
void call_without_sleep(F wait) {
    const hal::InterruptState state = hal::interrupts_save();
    request_interrupt();
    wait();
    withdraw_interrupt();
    hal::interrupts_restore(state);
}

}  // namespace

extern "C" {
[[gnu::noinline]] bool framed_idle_wait() asm("__wrap__ZN5baton3hal9idle_waitEv");

bool framed_idle_wait() {
    const std::uint32_t begin = counter();
    const bool can_wake = real_idle_wait();
    meter.ticks += counter() - begin;
    ++meter.calls;
    return can_wake;
}
}

const IdleMeter& idle_meter() {
    return meter;
}

void wait_without_sleep_framed() {
    call_without_sleep([] { return framed_idle_wait(); });
}

void wait_without_sleep() {
    call_without_sleep([] { return real_idle_wait(); });
}

}  // namespace baton::bench
