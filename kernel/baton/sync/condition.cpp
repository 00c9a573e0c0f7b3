#include <baton/sync/condition.hpp>

namespace baton {

Condition::Waiter::Waiter(Condition& condition, Timeout timeout)
    : node_(this_kernel().current(), condition, WaitReason::condition),
      wait_(*node_.task, {&node_, 1}, timeout.deadline()) {}

void Condition::Waiter::enlist() {
    const KernelEntry entry;
    this_kernel().prepare(wait_);
}

Status Condition::Waiter::wait() {
    const KernelEntry entry;
    return this_kernel().block_prepared(wait_);
}

void Condition::notify(std::uint32_t count) {
    const KernelEntry entry;
    Kernel& kernel = this_kernel();
    Decision decision = Decision::stay;
    for (; count > 0 && has_waiters(); --count)
        if (kernel.notify(*this) == Decision::reschedule)
            decision = Decision::reschedule;
    kernel.act(decision);
}

}  // namespace baton
