#include <baton/sync/latch.hpp>

namespace baton {

Status Latch::count_down(int n) {
    const KernelEntry entry;
    if (const Status status = can_count_down(n); status != Status::ok)
        return status;
    count_ -= n;
    if (count_ == 0)
        open();
    return Status::ok;
}

Status Latch::arrive_and_wait(Timeout timeout, int n) {
    const KernelEntry entry;
    if (const Status status = can_count_down(n); status != Status::ok)
        return status;
    count_ -= n;
    if (count_ > 0)
        return Kernel::wait_for(*this, WaitReason::latch, timeout);
    open();
    return Status::ok;
}

Status Latch::can_count_down(int n) const {
    if (n < 0)
        return Status::invalid;
    return n > count_ ? Status::overflow : Status::ok;
}

void Latch::open() {
    Kernel& kernel = this_kernel();
    kernel.act(kernel.wake_all(*this, Status::ok));
}

}  // namespace baton
