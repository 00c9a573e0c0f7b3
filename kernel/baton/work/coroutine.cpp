#include <baton/work/coroutine.hpp>

namespace baton::detail {

Status CoroutineBase::switch_to(CoroutineBase& other, void* value) {
    Task& task = this_kernel().current();
    if (state_ != State::running || runner_ != &task)
        return Status::invalid;
    if (const Status status = other.can_run_in(task); status != Status::ok)
        return status;
    state_ = State::suspended;
    transfer_to(other, value, task);
    return Status::ok;
}

void CoroutineBase::transfer_to(CoroutineBase& other, void* value, Task& task) {
    runner_ = nullptr;
    other.received_ = value;
    other.runner_ = &task;
    other.state_ = State::running;
    other.switch_here(point_);
}

Status CoroutineBase::can_run_in(const Task& task) const {
    switch (state_) {
        case State::absent: return Status::no_memory;
        case State::running: return Status::invalid;
        case State::finished: return Status::closed;
        case State::suspended: break;
    }
    return !home_ || home_ == &task ? Status::ok : Status::invalid;
}

void CoroutineBase::leave_for_ever() {
    Task& task = this_kernel().current();
    for (CoroutineBase* parent = parent_; parent; parent = parent->parent_)
        if (parent->can_run_in(task) == Status::ok)
            transfer_to(*parent, returned_, task);
    panic(Fatal::invalid_argument, "a coroutine returned, and none of its parents can go on");
}

}  // namespace baton::detail
