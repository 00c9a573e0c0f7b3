#include "tests/contract/hal/kernel_side.hpp"

#include <atomic>

#include "hal/clock.hpp"
#include "hal/idle.hpp"
#include "hal/interrupts.hpp"
#include "hal/stop.hpp"

namespace baton::test {

namespace {

std::atomic<int> count;
Alarms last;

}  // namespace

Alarms alarms() {
    const hal::InterruptState state = hal::interrupts_save();
    const Alarms copy{count, last.last_time, last.last_in_interrupt};
    hal::interrupts_restore(state);
    return copy;
}

bool sleep_until_alarm(std::int64_t deadline) {
    const int before = count;
    hal::clock_set_alarm(deadline);
    bool can_wake = true;
    while (can_wake && count == before) {
        const hal::InterruptState state = hal::interrupts_save();
        if (count == before)
            can_wake = hal::idle_wait();
        hal::interrupts_restore(state);
    }
    return can_wake;
}

bool sleep_until(std::int64_t instant) {
    while (hal::clock_now() < instant)
        if (!sleep_until_alarm(instant))
            return false;
    return true;
}

}  // namespace baton::test

namespace baton::hal {

void alarm_interrupt() {
    test::last.last_time = clock_now();
    test::last.last_in_interrupt = in_interrupt();
    ++test::count;
}

void preempt() {}
void report_fault(MachineFault, const void*) {
    stop(1);
}

}  // namespace baton::hal
