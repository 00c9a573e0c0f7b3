#include <baton/core/ready_queue.hpp>
#include <baton/sync/rw_lock.hpp>

namespace baton {

Status RwLock::try_acquire_read() {
    const KernelEntry entry;
    return can_read() ? read_now() : Status::would_block;
}

Status RwLock::acquire_read(Timeout timeout) {
    const KernelEntry entry;
    return can_read() ? read_now() : Kernel::wait_in_line(*this, WaitReason::read_lock, timeout);
}

// Whether nobody writes, and nobody waits who would be served before the running task.
bool RwLock::can_read() {
    if (owner())
        return false;
    const WaitNode* const first = Kernel::first_waiter(*this);
    return !first || ReadyQueue::is_above(this_kernel().current(), *first->task);
}

Status RwLock::read_now() {
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
    return can_write() ? write_now() : Status::would_block;
}

Status RwLock::acquire_write(Timeout timeout) {
    const KernelEntry entry;
    return can_write() ? write_now() : Kernel::wait_in_line(*this, WaitReason::write_lock, timeout);
}

Status RwLock::write_now() {
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

bool RwLock::read_within(Timeout timeout) {
    return expect(defer_cancellation([this, limit = timeout.absolute()] { return acquire_read(limit); }));
}

bool RwLock::write_within(Timeout timeout) {
    return expect(defer_cancellation([this, limit = timeout.absolute()] { return acquire_write(limit); }));
}

bool RwLock::expect(Status status) const {
    switch (status) {
        case Status::ok: return true;
        case Status::would_block:
        case Status::timeout: return false;
        case Status::not_owner: panic(Fatal::not_owner, name());
        case Status::owner_dead: panic(Fatal::lock_owner_dead, name());
        case Status::deadlock: explain_deadlock(); panic(Fatal::lock_deadlock, name());
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
