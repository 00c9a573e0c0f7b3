#include <baton/sync/once.hpp>

namespace baton {

// Makes the running task the one that calls, or waits until another one has called.
Status Once::begin() {
    const KernelEntry entry;
    if (done_)
        return Status::ok;
    if (owner())
        return Kernel::wait_in_line(*this, WaitReason::once, Timeout::never());
    const Status status = is_abandoned() ? Status::owner_dead : Status::ok;
    Kernel::take_lock(*this, this_kernel().current());
    return status;
}

void Once::end() {
    const KernelEntry entry;
    done_ = true;
    Kernel::open_lock(*this);
}

}  // namespace baton
