// Time: a free-running clock and one alarm. The kernel is tickless; the alarm stands at the next deadline.
#pragma once

#include <cstdint>

namespace baton::hal {

// Nanoseconds since the machine started; never goes back, never wraps.
// Context: any. Must be cheap: the kernel reads it at most once per scheduling decision.
std::int64_t clock_now();

// Deadline of an alarm that never fires.
inline constexpr std::int64_t kNoAlarm = INT64_MAX;

// Sets the machine's one alarm to `deadline` on clock_now()'s scale, in place of any earlier setting.
// At or after that instant the port calls alarm_interrupt() once, from an interrupt. A deadline that has passed fires
// at once. A port may fire early (a short hardware counter): the kernel sets the alarm again.
// Context: task.
void clock_set_alarm(std::int64_t deadline);

// Spends time in the running task until `instant`, as a computation does: tasks may be preempted in it, interrupts are
// handled. May return earlier, after an interrupt. On a target this is a loop that reads the clock (spin.cpp); in the
// simulator, whose clock stands still while programs run, it moves the clock. Context: task, entered or not.
void compute_until(std::int64_t instant);

// Supplied by the kernel: the alarm has fired. Context: interrupt.
void alarm_interrupt();

}  // namespace baton::hal
