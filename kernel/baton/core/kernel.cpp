// The life of the kernel and of its tasks: start, end, and what is left over.
#include <baton/core/switching.hpp>
#include <new>
#include <utility>

#include "hal/stack.hpp"

namespace baton {

void Kernel::run(Task& first) {
    check(table_ && table_->is_valid(), Fatal::invalid_argument, "Kernel: invalid dispatch table");
    if constexpr (!kConfig.accounting)
        check(!table_->needs_accounting(), Fatal::invalid_argument, "Kernel: this policy needs Config::accounting");
    hal::kernel_enter();
    Kernel* const outer = std::exchange(running_, this);
    slice_start_ = hal::clock_now();
    if (table_->boost_period.count() > 0)
        next_boost_ = detail::saturating_add(slice_start_, table_->boost_period.count());
    set_alarm_before(next_boost_);

    has_keys_ = table_->has_keys();
    if (has_keys_)
        attention_.fetch_or(kUnsettled, std::memory_order_relaxed);
    ready_.use(*table_);

    (void)start(first);
    first.accounting_.first_run_ns = slice_start_;
    watch_slice(first);
    current_ = &ready_.top();
    trace(TraceKind::dispatch, current_);
    finish_switch(hal::switch_context(current_->context_, &run_context_));  // returns when the last task has ended

    stop_remaining();
    reclaim();
    current_ = nullptr;
    alarm_ = hal::kNoAlarm;
    hal::clock_set_alarm(hal::kNoAlarm);
    running_ = outer;
    if (outer)
        outer->attention_.fetch_or(kAlarm, std::memory_order_relaxed);  // its alarm has to be set again
    hal::kernel_leave();
}

Decision Kernel::start(Task& task, std::int64_t arrival) {
    task.id_ = next_id_++;
    task.context_ = make_fcontext(task.stack_.data() + task.stack_.size(), task.stack_.size(), task_entry);
    set_stack_guard(task.stack_);
    task.base_level_ =
        task.base_level_ == Task::kLevelOfPolicy ? table_->initial_level : table_->clamp(task.base_level_);
    ready_.set_level(task, task.base_level_);

    task.prev_alive_ = alive_last_;
    (alive_last_ ? alive_last_->next_alive_ : alive_first_) = &task;
    alive_last_ = &task;
    ++alive_count_;
    if (!task.daemon_)
        ++non_daemon_count_;
    ++task.references_;
    set_state(task, TaskState::ready);
    trace(TraceKind::start, &task);
    if (arrival > hal::clock_now()) {
        delay_start(task, arrival);
        return Decision::stay;
    }
    begin_accounting(task, hal::clock_now());
    ready_.push_back(task);
    return current_ ? compare(task) : Decision::stay;
}

// A task that arrives later sleeps until then. As with every blocked call, its Wait lies on its own stack: above its
// first frame.
void Kernel::delay_start(Task& task, std::int64_t arrival) {
    const std::size_t room = (sizeof(Wait) + hal::kStackAlignment - 1) / hal::kStackAlignment * hal::kStackAlignment;
    std::byte* const place = task.stack_.data() + task.stack_.size() - room;
    task.context_ = make_fcontext(place, task.stack_.size() - room, task_entry);
    Wait& wait = *new (place) Wait(task, {}, arrival);
    begin_accounting(task, arrival);
    set_state(task, TaskState::blocked);
    task.wait_ = &wait;
    task.wait_kind_ = Task::WaitKind::wait;
    trace(TraceKind::block, &task);
    if (add_deadline(wait))
        set_alarm_before(arrival);
}

void Kernel::set_stack_guard(std::span<std::byte> stack) {
    if constexpr (kConfig.checks)
        *reinterpret_cast<std::uint32_t*>(stack.data()) = kStackGuard;
}

void Kernel::make_stack_point(StackPoint& point, std::span<std::byte> stack, std::byte* top,
                              void (*entry)(transfer_t)) {
    const auto bytes = static_cast<std::size_t>(top - stack.data());
    point.context = make_fcontext(top, bytes, entry);
    point.limit = stack.data();
    set_stack_guard(stack);
}

void Kernel::switch_stack(StackPoint& from, const StackPoint& to) {
    Task& task = *current_;
    check_stack(task);
    from.limit = std::exchange(task.stack_limit_.address, to.limit);
    finish_switch(hal::switch_context(to.context, &from));
}

void Kernel::panic_by_overflow(const Task& task) {
    panic(Fatal::stack_overflow, task.name());
}

void Kernel::task_entry(transfer_t from) {
    Kernel& kernel = *running_;
    kernel.finish_switch(from);
    hal::kernel_leave();
    kernel.current_->run();
    hal::kernel_enter();
    kernel.finish_current();
}

void Kernel::finish_current() {
    Task& task = *current_;
    check_stack(task);
    ready_.remove(task);
    end(task);
    dispatch();
    __builtin_unreachable();
}

// What the end of a task means to everybody else. It is in no list any more but those that have to do with its end.
// Does not return if it was the last that the kernel runs for.
void Kernel::end(Task& task) {
    forget_cancel(task);
    abandon_locks(task);
    set_state(task, TaskState::finished);
    trace(TraceKind::finish, &task);
    end_accounting(task);
    forget_alive(task);
    (void)wake_all(task, Status::ok);
    release_memory(task);
    if (non_daemon_count_ == 0)
        (void)hal::switch_context(run_context_, &current_->context_);
}

void Kernel::forget_alive(Task& task) {
    (task.prev_alive_ ? task.prev_alive_->next_alive_ : alive_first_) = task.next_alive_;
    (task.next_alive_ ? task.next_alive_->prev_alive_ : alive_last_) = task.prev_alive_;
    task.next_alive_ = task.prev_alive_ = nullptr;
    --alive_count_;
    if (!task.daemon_)
        --non_daemon_count_;
}

// The kernel no longer needs the task's memory. If nobody else does, it is freed; but not before the next call of
// reclaim(), because the task may be on its own stack in here.
void Kernel::release_memory(Task& task) {
    reclaim();
    if (--task.references_ == 0)
        zombie_ = &task;
}

void Kernel::reclaim() {
    if (zombie_ && zombie_ != current_)
        std::exchange(zombie_, nullptr)->dispose();
}

void Kernel::forget_memory(const Task& task) {
    if (running_ && running_->zombie_ == &task)
        running_->zombie_ = nullptr;
}

// Ends the tasks, all daemons, that are left when the last other one has ended. Nobody runs any more.
void Kernel::stop_remaining() {
    current_ = nullptr;
    for (Task* task = alive_first_; task; task = task->next_alive_) {
        unlink(*task);
        if (task->state_ != TaskState::blocked)
            ready_.remove(*task);
        set_state(*task, TaskState::finished);
        trace(TraceKind::finish, task);
    }
    while (Task* const task = alive_first_) {
        abandon_locks(*task);
        forget_alive(*task);
        release_memory(*task);
    }
}

}  // namespace baton
