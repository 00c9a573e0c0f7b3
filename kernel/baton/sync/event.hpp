// A flag that tasks wait for.
#pragma once

#include <baton/core/kernel.hpp>

namespace baton {

// set() wakes every waiter and lets everybody through until clear(). A waiter woken by set() sees success even if
// clear() follows before it runs. Python: threading.Event.
class Event : public WaitObject {
  public:
    // An event that is not set. `name`, if given, must outlive it; reports show it.
    explicit constexpr Event(const char* name = nullptr) : WaitObject(name) {}

    // Waits until the event is set. Context: task. Blocks: until then. Yields: if it blocks. Errors: cancelled.
    Status wait() {
        const KernelEntry entry;
        return set_ ? Status::ok : Kernel::wait_for(*this, WaitReason::event);
    }
    // The same, for a limited time. Errors: also timeout.
    Status wait(Timeout timeout) {
        const KernelEntry entry;
        return set_ ? Status::ok : Kernel::wait_for(*this, WaitReason::event, timeout);
    }

    // Sets the event and wakes all waiters. Context: task (from an interrupt: isr::set). Blocks: never.
    // Yields: if it wakes a task of a higher level and the kernel preempts. Cost: O(waiters).
    void set() {
        const KernelEntry entry;
        Kernel& kernel = this_kernel();
        kernel.act(set_entered(kernel));
    }
    // Closes it again; who was woken stays woken. Context: task. Blocks: never. Yields: no.
    void clear() {
        const KernelEntry entry;
        set_ = false;
    }
    // Whether it is set. Context: any.
    bool is_set() const { return set_; }

    // set(), for what an interrupt left in the inbox.
    Decision set_entered(Kernel& kernel) {
        set_ = true;
        return kernel.wake_all(*this, Status::ok);
    }

  private:
    bool set_ = false;
};

}  // namespace baton
