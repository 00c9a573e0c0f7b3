// The kernel's hot paths, inline: what kernel.hpp declares and the files beside it use. They are written for few
// instructions on a Cortex-M3; tests/bench counts them.
#pragma once

#include <baton/core/kernel.hpp>

namespace baton {

// The lowest word of each stack, looked at whenever the task gives up the CPU.
inline constexpr std::uint32_t kStackGuard = 0x57ac'ba5e;

inline void Kernel::check_stack(const Task& task) {
    if constexpr (kConfig.checks) {
        const std::byte here{};  // the stack pointer, nearly
        const std::byte* const bottom = task.stack_limit_.address;
        if (&here < bottom || *reinterpret_cast<const std::uint32_t*>(bottom) != kStackGuard) [[unlikely]]
            panic_by_overflow(task);
    }
}

// Sees to it that an alarm comes when the slice of `task`, which gets the CPU, ends.
[[gnu::always_inline]] inline void Kernel::watch_slice(Task& task) {
    if constexpr (kConfig.accounting)
        if (alarm_ - slice_start_ > task.accounting_.slice_ns) [[unlikely]]
            set_slice_alarm(task);
}

// The one function that switches contexts between tasks: from `previous`, the running one, to `next`. `since_idle`: the
// CPU idled meanwhile, so `previous` blocked before now.
[[gnu::always_inline]] inline void Kernel::switch_to(Task& next, Task& previous, bool since_idle) {
    check_stack(previous);
    if constexpr (kConfig.accounting) {
        ++switches_;
        detail::Accounting& from = previous.accounting_;
        detail::Accounting& to = next.accounting_;
        if (!since_idle)
            from.state_since_ns = slice_start_;
        to.waiting_ns += slice_start_ - to.state_since_ns;
        if (to.first_run_ns == detail::kNever) [[unlikely]]
            to.first_run_ns = slice_start_;
        watch_slice(next);
    }
    current_ = &next;
    trace(TraceKind::dispatch, &next);
    finish_switch(hal::switch_context(next.context_, &previous.context_));
}

// Whether there is nothing to look at before the next task is chosen: no interrupt, no time to charge, and a kernel
// that preempts. Then no task above the running one is ready.
inline bool Kernel::is_settled() const {
    if constexpr (kConfig.accounting)
        if (hal::clock_now() != slice_start_)
            return false;
    return attention_.load(std::memory_order_relaxed) == 0;
}

// Inline into its caller: a return behind a switch is one that x86 processors predict wrongly (8 ns, twice the switch),
// because the calls that they remember are the other task's.
[[gnu::always_inline]] inline void Kernel::yield() {
    Task& task = *current_;
    Task& next = *task.next_;
    if (!is_settled()) [[unlikely]] {
        yield_slowly(task);
        return;
    }
    if constexpr (kConfig.accounting)
        task.accounting_.quantum_used_ns = 0;
    if (&next != &task) {
        ReadyQueue::rotate(task);
        switch_to(next, task);
    }
}

// Takes the running task off the CPU; what follows the switch in here runs when it has been woken.
[[gnu::always_inline]] inline void Kernel::suspend(Task& task) {
    if constexpr (kConfig.accounting)
        end_burst(task);
    const bool any_ready = ready_.remove_head(task);
    set_state(task, TaskState::blocked);
    task.wait_status_ = Status::ok;
    trace(TraceKind::block, &task);
    if (any_ready && is_settled()) [[likely]]
        switch_to(ready_.top(), task);
    else
        dispatch();
}

// The second door: the task is ready again.
[[gnu::always_inline]] inline void Kernel::make_ready(Task& task) {
    mark_ready(task);
    ready_.push_back(task);
}

// The same but for the ready queue.
[[gnu::always_inline]] inline void Kernel::mark_ready(Task& task) {
    set_state(task, TaskState::ready);
    if constexpr (kConfig.accounting)
        note_ready(task, hal::clock_now());
    trace(TraceKind::wake, &task);
}

// Takes a waiter out of all that it waits for. make_ready() comes next.
inline Task& Kernel::commit(WaitNode& node, Status status) {
    Task& task = *node.task;
    node.object->waiters_.remove(node);
    if (task.wait_kind_ != Task::WaitKind::node)
        unlink(task, &node);
    if (status != Status::ok)
        task.wait_status_ = status;
    return task;
}

// commit() for the first waiter of `object`, which has one.
[[gnu::always_inline]] inline Task& Kernel::commit_first(WaitObject& object, Status status) {
    WaitNode& node = *object.waiters_.front();
    Task& task = *node.task;
    object.waiters_.remove_front();
    if (task.wait_kind_ != Task::WaitKind::node) [[unlikely]]
        unlink(task, &node);
    if (status != Status::ok)
        task.wait_status_ = status;
    return task;
}

// Lets `task`, which was woken above the running task, run now if the kernel preempts. Nobody else is ready at its
// level.
[[gnu::always_inline]] inline void Kernel::act_on_higher(Task& task) {
    if (is_settled()) [[likely]]
        switch_to(task, *current_);
    else
        act(prefer_higher());
}

// Wakes the first waiter of `object`, which has one, and lets it run if it is to run.
[[gnu::always_inline]] inline void Kernel::wake_first_and_act(WaitObject& object, Status status) {
    Task& task = commit_first(object, status);
    make_ready(task);
    if (ReadyQueue::is_above(task, *current_))
        act_on_higher(task);
    else if (kConfig.accounting && has_keys_) [[unlikely]]
        act(compare(task));
}

}  // namespace baton
