#include <baton/sync/barrier.hpp>

namespace baton {

Result<int> Barrier::wait(Timeout timeout) {
    const KernelEntry entry;
    if (broken_)
        return Unexpected(Status::broken);
    if (arrived_ + 1 == parties_)
        return arrive_last();
    if (timeout.has_passed()) {
        Kernel& kernel = this_kernel();
        kernel.act(kernel.break_barrier(*this));
        return Unexpected(Status::timeout);
    }
    const int place = arrived_++;
    // Whoever leaves without being let through breaks it: see Kernel::forget_waiter(). So the count of those who have
    // arrived need not be corrected here, by a task that may have ended.
    if (const Status status = Kernel::wait_for(*this, WaitReason::barrier, timeout); status != Status::ok)
        return Unexpected(status);
    return place;
}

Result<int> Barrier::try_wait() {
    const KernelEntry entry;
    if (broken_)
        return Unexpected(Status::broken);
    if (arrived_ + 1 < parties_)
        return Unexpected(Status::would_block);
    return arrive_last();
}

// The last one opens the barrier for all, and for the next round.
int Barrier::arrive_last() {
    const int place = arrived_;
    arrived_ = 0;
    Kernel& kernel = this_kernel();
    kernel.act(kernel.wake_all(*this, Status::ok));
    return place;
}

void Barrier::abort() {
    const KernelEntry entry;
    Kernel& kernel = this_kernel();
    kernel.act(kernel.break_barrier(*this));
}

void Barrier::reset() {
    const KernelEntry entry;
    Kernel& kernel = this_kernel();
    const Decision decision = kernel.break_barrier(*this);
    broken_ = false;
    arrived_ = 0;
    kernel.act(decision);
}

}  // namespace baton
