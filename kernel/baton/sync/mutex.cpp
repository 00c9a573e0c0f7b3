#include <baton/sync/mutex.hpp>

namespace baton {

Status Mutex::try_acquire() {
    const KernelEntry entry;
    if (owner_ != nullptr && !is_abandoned())
        return Status::would_block;
    const Status status = is_abandoned() ? Status::owner_dead : Status::ok;
    Kernel::take_lock(*this, this_kernel().current());
    return status;
}

// What lock() does when its first acquire() did not end with ok.
void Mutex::lock_after(Status status) {
    if (status == Status::cancelled) {
        status = defer_cancellation([this] { return acquire(); });
        (void)this_kernel().current().cancel();
    }
    if (status != Status::ok)
        fail(status);
}

bool Mutex::try_lock_within(Timeout timeout) {
    return expect_lock(defer_cancellation([this, limit = timeout.absolute()] { return acquire(limit); }));
}

bool Mutex::expect_lock(Status status) const {
    if (status != Status::ok && status != Status::would_block && status != Status::timeout)
        fail(status);
    return status == Status::ok;
}

void Mutex::fail(Status status) const {
    if (status == Status::not_owner)
        panic(Fatal::not_owner, name());
    if (status == Status::owner_dead)
        panic(Fatal::lock_owner_dead, name());
    explain_deadlock();
    panic(Fatal::lock_deadlock, name());
}

}  // namespace baton
