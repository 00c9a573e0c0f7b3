// Ending, cancelling and suspending tasks.
//
// None of it costs the hot paths anything. What must be noticed later (a cancelled task is about to block, a suspended
// one is woken) sets a bit of the attention word, which sends every scheduling decision through dispatch().
#include <baton/core/switching.hpp>

namespace baton {

void Kernel::terminate(Task& task) {
    task.terminated_ = true;
    if (&task == current_)
        finish_current();
    unlink(task);
    if (task.state_ == TaskState::ready)
        ready_.remove(task);
    end(task);
    reclaim();
    act(look_again());
}

// Ends the wait of a blocked task with `status`.
void Kernel::end_wait(Task& task, Status status) {
    unlink(task);
    task.wait_status_ = status;
    make_ready(task);
}

Decision Kernel::cancel(Task& task) {
    task.cancel_requested_ = true;
    if (task.is_waiting()) {
        end_wait(task, Status::cancelled);
        return compare(task);
    }
    if (!task.cancel_pending_) {
        task.cancel_pending_ = true;
        ++pending_cancels_;
        attention_.fetch_or(kCancel, std::memory_order_relaxed);
    }
    return Decision::stay;
}

void Kernel::forget_cancel(Task& task) {
    if (!task.cancel_pending_)
        return;
    task.cancel_pending_ = false;
    if (--pending_cancels_ == 0)
        attention_.fetch_and(~std::uint32_t{kCancel}, std::memory_order_relaxed);
}

// The running task has just gone to wait: not if it was asked to end.
void Kernel::cancel_waiting_current() {
    Task& task = *current_;
    if (!task.cancel_pending_ || !task.is_waiting())
        return;
    forget_cancel(task);
    end_wait(task, Status::cancelled);
}

void Kernel::suspend_task(Task& task) {
    if (task.suspended_)
        return;
    task.suspended_ = true;
    if (&task == current_) {
        task.parked_ = true;
        suspend(task);
    } else if (task.state_ == TaskState::ready) {
        park(task);
    } else if (task.wait_kind_ == Task::WaitKind::node) {
        task.wait_kind_ = Task::WaitKind::watched_node;
    }
}

// Takes a suspended task that is ready off the ready queue. How its last wait ended stays written down.
void Kernel::park(Task& task) {
    ready_.remove(task);
    set_state(task, TaskState::blocked);
    task.parked_ = true;
    if constexpr (kConfig.accounting)
        task.accounting_.state_since_ns = hal::clock_now();
    trace(TraceKind::block, &task);
}

// Parks those suspended tasks whose wait has ended. O(tasks), once for each such end.
void Kernel::park_suspended() {
    attention_.fetch_and(~std::uint32_t{kSuspend}, std::memory_order_relaxed);
    for (Task* task = alive_first_; task; task = task->next_alive_)
        if (task->suspended_ && task->state_ == TaskState::ready)
            park(*task);
}

Decision Kernel::resume(Task& task) {
    task.suspended_ = false;
    if (!task.parked_) {
        if (task.wait_kind_ == Task::WaitKind::watched_node)
            task.wait_kind_ = Task::WaitKind::node;
        return Decision::stay;
    }
    task.parked_ = false;
    make_ready(task);
    return compare(task);
}

}  // namespace baton
