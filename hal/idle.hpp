// What the machine does when no task is ready.
#pragma once

namespace baton::hal {

// Sleeps until an interrupt is pending. Entered with interrupts masked, returns with them masked; the caller unmasks
// them afterwards, so that a wake-up between the caller's last look and the sleep is not lost.
// Returns false, at once, if nothing can ever end the sleep: no alarm is set and no interrupt source is enabled.
// Then every task is blocked for ever, and the kernel says so. Context: task, masked.
[[nodiscard]] bool idle_wait();

}  // namespace baton::hal
