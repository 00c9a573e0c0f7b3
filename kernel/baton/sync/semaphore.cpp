#include <baton/core/switching.hpp>
#include <baton/sync/semaphore.hpp>

namespace baton {

Status Semaphore::release_slowly() {
    this_kernel().wake_first_and_act(*this, Status::ok);
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
