// FILL IN: hal/clock.hpp.
#include "hal/clock.hpp"

namespace baton::hal {

// Read a free-running counter and convert to nanoseconds. If it has 32 bits, extend it: best with a second, slower
// counter, because then no wrap is missed; else with a count of wraps. Tasks and interrupts may read at the same time.
std::int64_t clock_now() {
    return 0;
}

// Stop the timer, note the deadline, start the timer for the rest of the time (rounded up; at least one tick; no longer
// than its register allows). kNoAlarm: leave it stopped and its interrupt disabled, so that idle_wait() sees that
// nothing is to come. Avoid 64-bit division: this runs at scheduling decisions.
//
// In the timer's handler: if the deadline has not come yet, start the timer again; else disable its interrupt and call
// alarm_interrupt(), once.
void clock_set_alarm(std::int64_t) {}

}  // namespace baton::hal
