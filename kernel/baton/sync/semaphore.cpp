#include <baton/sync/semaphore.hpp>

namespace baton {

Status Semaphore::acquire_slowly() {
    return this_kernel().wait_for(*this, WaitReason::semaphore);
}

Status Semaphore::release_slowly() {
    Kernel& kernel = this_kernel();
    kernel.act(kernel.wake_first(*this, Status::ok));
    return Status::ok;
}

Decision Semaphore::release_entered(Kernel& kernel) {
    if (has_waiters())
        return kernel.wake_first(*this, Status::ok);
    if (count_ < kCountMax)
        ++count_;
    return Decision::stay;
}

}  // namespace baton
