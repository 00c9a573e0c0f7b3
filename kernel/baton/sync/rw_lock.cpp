#include <baton/core/ready_queue.hpp>
#include <baton/sync/rw_lock.hpp>

namespace baton {

Status RwLock::try_acquire_read() {
    const KernelEntry entry;
    return try_read();
}

Status RwLock::acquire_read(Timeout timeout) {
    const KernelEntry entry;
    const Status status = try_read();
    return status == Status::would_block ? Kernel::wait_in_line(*this, WaitReason::read_lock, timeout) : status;
}

// Reads if nobody writes, and nobody waits who would be served before the running task.
Status RwLock::try_read() {
    const WaitNode* const first = Kernel::first_waiter(*this);
    if (owner() || (first && !ReadyQueue::is_above(this_kernel().current(), *first->task)))
        return Status::would_block;
    ++readers_;
    return is_abandoned() ? Status::owner_dead : Status::ok;
}

Status RwLock::release_read() {
    const KernelEntry entry;
    if (readers_ == 0)
        return Status::not_owner;
    Kernel::release_read_lock(*this);
    return Status::ok;
}

Status RwLock::try_acquire_write() {
    const KernelEntry entry;
    return try_write();
}

Status RwLock::acquire_write(Timeout timeout) {
    const KernelEntry entry;
    const Status status = try_write();
    return status == Status::would_block ? Kernel::wait_in_line(*this, WaitReason::write_lock, timeout) : status;
}

// Writes if nobody holds the lock; then nobody waits for it either.
Status RwLock::try_write() {
    if (owner() || readers_ > 0)
        return Status::would_block;
    const Status status = is_abandoned() ? Status::owner_dead : Status::ok;
    Kernel::take_lock(*this, this_kernel().current());
    return status;
}

Status RwLock::release_write() {
    const KernelEntry entry;
    if (owner() != &this_kernel().current())
        return Status::not_owner;
    Kernel::release_write_lock(*this);
    return Status::ok;
}

bool RwLock::expect(Status status) const {
    switch (status) {
        case Status::ok: return true;
        case Status::would_block:
        case Status::timeout: return false;
        case Status::not_owner: panic(Fatal::not_owner, name());
        case Status::owner_dead: panic(Fatal::lock_owner_dead, name());
        case Status::deadlock: panic(Fatal::lock_deadlock, name());
        case Status::closed:
        case Status::cancelled:
        case Status::overflow:
        case Status::invalid:
        case Status::no_memory:
        case Status::broken: panic(Fatal::unexpected_status, to_string(status));
    }
    __builtin_unreachable();
}

}  // namespace baton
