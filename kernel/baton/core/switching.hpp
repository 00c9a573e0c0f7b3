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
        const std::byte* const bottom = task.stack_.data();
        if (&here < bottom || *reinterpret_cast<const std::uint32_t*>(bottom) != kStackGuard) [[unlikely]]
            panic_by_overflow(task);
    }
}

// The one function that switches contexts between tasks.
[[gnu::always_inline]] inline void Kernel::switch_to(Task& next) {
    Task& previous = *current_;
    check_stack(previous);
    if constexpr (kConfig.accounting)
        ++switches_;
    current_ = &next;
    trace(TraceKind::dispatch, &next);
    finish_switch(jump_fcontext(next.context_, &previous.context_));
}

// Whether there is nothing to look at before the next task is chosen: no interrupt, no time to charge, and no task
// above the running one. Then the running task's level is the highest that has ready tasks.
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
    if constexpr (kConfig.accounting)
        task.accounting_.quantum_used_ns = 0;
    ready_.rotate(task);
    if (!is_settled()) [[unlikely]]
        dispatch();
    else if (&next != &task)
        switch_to(next);
}

// Takes the running task off the CPU; what follows the switch in here runs when it has been woken.
[[gnu::always_inline]] inline void Kernel::suspend(Wait& wait) {
    Task& task = *current_;
    task.wait_ = &wait;
    ready_.remove_head(task);
    set_state(task, TaskState::blocked);
    trace(TraceKind::block, &task);
    if (is_settled() && !ready_.empty()) [[likely]]
        switch_to(ready_.top());
    else
        dispatch();
}

// The second door: the task is ready again.
[[gnu::always_inline]] inline void Kernel::make_ready(Task& task) {
    set_state(task, TaskState::ready);
    if constexpr (kConfig.accounting)
        apply_on_wake(task);
    ready_.push_back(task);
    trace(TraceKind::wake, &task);
}

// A task of a higher level than the running one is ready.
inline Decision Kernel::prefer_higher() {
    if (preemption_ == Preemption::on)
        return Decision::reschedule;
    attention_.fetch_or(kHigherReady, std::memory_order_relaxed);
    return Decision::stay;
}

// Commits `node` and makes its task ready.
[[gnu::always_inline]] inline Task& Kernel::commit(WaitNode& node, Status status) {
    Wait& wait = *node.wait;
    node.object->waiters_.remove(node);
    if (wait.timed || wait.node_count > 1) [[unlikely]]
        unlink_rest(wait, node);
    wait.status = status;
    Task& task = *wait.task;
    make_ready(task);
    return task;
}

// wake() and act() in one, straight to the woken task if it is to run.
[[gnu::always_inline]] inline void Kernel::wake_and_act(WaitNode& node, Status status) {
    Task& task = commit(node, status);
    if (task.level_ >= current_->level_ || prefer_higher() == Decision::stay)
        return;
    if (is_settled()) [[likely]]
        switch_to(task);
    else
        dispatch();
}

}  // namespace baton
