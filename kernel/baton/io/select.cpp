#include <baton/io/select.hpp>

namespace baton {

bool LockCase::is_ready() const {
    return mutex_.owner_ == nullptr || mutex_.is_abandoned() || mutex_.owner_ == &this_kernel().current();
}

bool ReadCase::is_ready() const {
    return lock_.can_read() || lock_.owner() == &this_kernel().current();
}

Status ReadCase::take(Decision&) {
    return lock_.can_read() ? lock_.read_now() : Status::deadlock;
}

bool WriteCase::is_ready() const {
    return lock_.can_write() || lock_.owner() == &this_kernel().current();
}

Status WriteCase::take(Decision&) {
    return lock_.can_write() ? lock_.write_now() : Status::deadlock;
}

Status LockCase::take(Decision&) {
    Task& task = this_kernel().current();
    if (mutex_.owner_ == &task)
        return Status::deadlock;
    const Status status = mutex_.is_abandoned() ? Status::owner_dead : Status::ok;
    Kernel::take_lock(mutex_, task);
    return status;
}

bool StreamCase::is_ready() const {
    switch (event_) {
        case Event::readable: return stream_->is_readable();
        case Event::writable: return stream_->is_writable();
        case Event::failed: return stream_->has_error();
    }
    __builtin_unreachable();
}

WaitNode StreamCase::node(Task& task) {
    switch (event_) {
        case Event::readable: return {task, stream_->readable(), WaitReason::readable};
        case Event::writable: return {task, stream_->writable(), WaitReason::writable};
        case Event::failed: return {task, stream_->failed_, WaitReason::readable};
    }
    __builtin_unreachable();
}

}  // namespace baton
