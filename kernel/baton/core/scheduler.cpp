// Who runs next: the one function that switches contexts, and everything that is looked at before it does.
#include <algorithm>
#include <baton/core/switching.hpp>
#include <utility>

#include "hal/idle.hpp"
#include "hal/interrupts.hpp"

namespace baton {

// The running task's time is charged before anything else: it may have blocked, and be woken at the same instant. Then
// comes what has come up, and the expiry of the quantum after it: a task that is woken at the instant of the expiry
// stands before the expired one. Returns whether the quantum has expired.
[[gnu::always_inline]] inline bool Kernel::settle() {
    bool has_run = false;
    if constexpr (kConfig.accounting) {
        has_run = charge(hal::clock_now());
        has_blocked_ = current_->state_ != TaskState::ready;
    }
    if ((attention_.load(std::memory_order_relaxed) & ~std::uint32_t{kUnsettled}) != 0)
        attend();
    return kConfig.accounting && end_slice(has_run);
}

// Lets the best task run.
[[gnu::always_inline]] inline void Kernel::choose() {
    if constexpr (kConfig.accounting)
        if (has_keys_) [[unlikely]]
            ready_.elect(has_blocked_ ? nullptr : current_, std::exchange(yielding_, false));
    if (ready_.empty())
        idle();
    else
        switch_to_best(false);
}

// `since_idle`: see switch_to().
[[gnu::always_inline]] inline void Kernel::switch_to_best(bool since_idle) {
    if constexpr (kConfig.accounting)
        has_blocked_ = false;
    Task& next = ready_.top();
    if (&next == current_) {
        watch_slice(next);
        return;
    }
    if (has_switch_cost_) [[unlikely]]
        pay_for_switch();
    switch_to(next, *current_, since_idle);
}

void Kernel::dispatch() {
    (void)settle();
    choose();
}

// The time of a switch is nobody's CPU time. Who was ready before it waits meanwhile.
void Kernel::pay_for_switch() {
    if (current_->id_ == kFirstId && current_->state_ == TaskState::finished)
        return;  // the scene is set
    const std::int64_t end = detail::saturating_add(hal::clock_now(), switch_cost_);
    while (hal::clock_now() < end)
        hal::compute_until(end);
    if constexpr (kConfig.accounting) {
        const std::int64_t now = hal::clock_now();
        if (current_->state_ == TaskState::ready)
            current_->accounting_.waiting_ns += now - slice_start_;
        slice_start_ = now;
    }
}

void Kernel::catch_up() {
    if (!current_)
        return;  // the kernel has ended; it stops the daemons
    if (preemption_ == Preemption::on)
        dispatch();
    else if (settle())
        choose();
    else
        watch_slice(*current_);
}

// Who has become ready until now stands before the yielding task.
void Kernel::yield_slowly(Task& task) {
    (void)settle();
    if constexpr (kConfig.accounting) {
        task.accounting_.quantum_used_ns = 0;
        if (has_keys_) {
            yielding_ = true;
            set_key(task);
        }
    }
    if (ReadyQueue::is_first(task))  // else it has used up its quantum, and stands behind the others already
        ReadyQueue::rotate(task);
    choose();
}

// After changes of levels: whether the running task still has the CPU.
Decision Kernel::look_again() const {
    return &ready_.top() == current_ && !has_keys_ ? Decision::stay : prefer_higher();
}

// Whether `task`, which was made ready, is to run instead of the running one, and the kernel preempts.
Decision Kernel::compare(const Task& task) const {
    if (ReadyQueue::is_above(task, *current_))
        return prefer_higher();
    if constexpr (kConfig.accounting) {
        const std::int64_t key_to_beat = current_->accounting_.node.key;
        if (has_keys_ && task.level_ == current_->level_ &&
            table_->rows[task.level_].order == Order::earliest_deadline && task.accounting_.node.key < key_to_beat)
            return prefer_higher();
    }
    return Decision::stay;
}

Status Kernel::post(IsrInbox::Function function, void* argument) {
    const Status status = inbox_.post(function, argument);
    attention_.fetch_or(kInterrupt, std::memory_order_release);
    if (preemption_ == Preemption::on)
        hal::request_preemption();
    return status;
}

void Kernel::on_alarm() {
    attention_.fetch_or(kAlarm, std::memory_order_release);
    if (preemption_ == Preemption::on)
        hal::request_preemption();
}

// Deals with what has come up since the last scheduling point. Wake-ups come before deadlines: a task whose deadline
// and wake-up fall between two scheduling points is woken.
void Kernel::attend() {
    const std::uint32_t bits = attention_.fetch_and(~kFromOutside, std::memory_order_acquire);
    if (bits & kInterrupt)
        inbox_.drain(*this);
    if (bits & kAlarm) {
        alarm_ = hal::kNoAlarm;
        const std::int64_t now = hal::clock_now();
        expire(now);
        if (const HeapNode* const first = timeouts_.first())
            set_alarm_before(first->key);
        if (next_boost_ > now)  // else it sets the next one when it is done
            set_alarm_before(next_boost_);
    }
    if (bits & kCancel)
        cancel_waiting_current();
    if (attention_.load(std::memory_order_relaxed) & kSuspend)
        park_suspended();
}

// Charges the running task for its time since the last call. Returns whether there was any.
bool Kernel::charge(std::int64_t now) {
    if constexpr (kConfig.accounting) {
        const std::int64_t used = now - slice_start_;
        if (used == 0)
            return false;
        slice_start_ = now;
        detail::Accounting& account = current_->accounting_;
        account.cpu_ns += used;
        account.quantum_used_ns += used;
        account.allotment_used_ns += used;
        account.slice_ns -= used;
        return true;
    }
    return false;
}

// Ends the running task's slice if it is over, and the boost period if that is. Returns whether the slice was over.
bool Kernel::end_slice(bool has_run) {
    const bool expired = has_run && current_->state_ != TaskState::finished && apply_table(*current_);
    if (slice_start_ >= next_boost_) [[unlikely]]
        boost_all(slice_start_);
    if (expired && current_->state_ == TaskState::ready && ReadyQueue::is_first(*current_))
        ReadyQueue::rotate(*current_);
    return expired;
}

// Applies the dispatch table to the running task, which may have blocked. Returns whether it has used up its quantum or
// its allotment. If it is the allotment, it changes level.
bool Kernel::apply_table(Task& task) {
    detail::Accounting& account = task.accounting_;
    const LevelRow& row = table_->rows[task.base_level_];
    if (row.allotment.count() > 0 && account.allotment_used_ns >= row.allotment.count()) {
        account.allotment_used_ns = 0;
        task.base_level_ = row.on_expiry;
        update_level(task);
    } else if (row.quantum.count() == 0 || account.quantum_used_ns < row.quantum.count()) {
        return false;
    }
    account.quantum_used_ns = 0;
    account.slice_ns = 0;
    return true;
}

// Sets the alarm for the end of the slice of `task`, which gets the CPU: the end of its quantum or of its allotment.
// Only if no earlier alarm is set: one that comes too early finds nothing to do and ends up here again. So tasks that
// block or yield before their quantum ends, as most do, do not cost an alarm each.
void Kernel::set_slice_alarm(Task& task) {
    if constexpr (kConfig.accounting) {
        const LevelRow& row = table_->rows[task.base_level_];
        std::int64_t left = INT64_MAX;
        if (row.quantum.count() > 0)
            left = row.quantum.count() - task.accounting_.quantum_used_ns;
        if (row.allotment.count() > 0)
            left = std::min(left, row.allotment.count() - task.accounting_.allotment_used_ns);
        task.accounting_.slice_ns = left;
        set_alarm_before(detail::saturating_add(slice_start_, left));
    }
}

// Lifts every task to the boost level with a new quantum and allotment, so that nothing starves below an endless stream
// of short tasks (rule 5 of the feedback queue). Whole periods after the kernel's start. O(tasks), once a boost period.
void Kernel::boost_all(std::int64_t now) {
    const std::int64_t period = table_->boost_period.count();
    next_boost_ = detail::saturating_add(next_boost_, ((now - next_boost_) / period + 1) * period);
    if constexpr (kConfig.accounting) {
        // The ready ones first, who keep their places in the line.
        for (std::size_t level = std::size_t{table_->boost_level} + 1; level < table_->rows.size(); ++level)
            while (Task* const task = ready_.first(level))
                lift(*task);
        for (Task* task = alive_first_; task; task = task->next_alive_) {
            task->accounting_.allotment_used_ns = 0;
            task->accounting_.quantum_used_ns = 0;
            task->accounting_.slice_ns = 0;
            if (task->base_level_ > table_->boost_level)
                lift(*task);
        }
    }
    set_alarm_before(next_boost_);
}

void Kernel::lift(Task& task) {
    task.base_level_ = table_->boost_level;
    update_level(task);
}

// Sets the alarm to `instant` unless an earlier one is set.
void Kernel::set_alarm_before(std::int64_t instant) {
    if (instant >= alarm_)
        return;
    alarm_ = instant;
    hal::clock_set_alarm(instant);
}

// Sleeps until a task is ready, and lets it run. Runs on the stack of the task that blocked last.
void Kernel::idle() {
    trace(TraceKind::idle, nullptr);
    check_stack(*current_);  // no switch may follow that would
    if constexpr (kConfig.accounting)
        current_->accounting_.state_since_ns = slice_start_;
    while (ready_.empty()) {
        // Exactly the first deadline: no slice runs.
        const HeapNode* const first = timeouts_.first();
        if (const std::int64_t deadline = first ? first->key : hal::kNoAlarm; deadline != alarm_) {
            alarm_ = deadline;
            hal::clock_set_alarm(deadline);
        }
        bool can_wake = true;
        const hal::InterruptState state = hal::interrupts_save();
        if ((attention_.load(std::memory_order_relaxed) & kFromOutside) == 0)
            can_wake = hal::idle_wait();
        hal::interrupts_restore(state);
        check(can_wake, Fatal::all_blocked, "no task is ready, no deadline is set and no interrupt can come");
        if constexpr (kConfig.accounting) {
            slice_start_ = hal::clock_now();
            if (slice_start_ > next_boost_)
                boost_all(slice_start_);  // it was due before anybody wakes up
        }
        attend();
        if constexpr (kConfig.accounting) {
            if (slice_start_ >= next_boost_)
                boost_all(slice_start_);
            ready_.elect(nullptr, false);
        }
    }
    set_alarm_before(next_boost_);
    if (&ready_.top() == current_)
        trace(TraceKind::dispatch, current_);  // no switch follows that would say so
    switch_to_best(current_->state_ != TaskState::ready);
}

}  // namespace baton

namespace baton::hal {

void alarm_interrupt() {
    if (Kernel* const kernel = Kernel::running())
        kernel->on_alarm();
}

void preempt() {
    if (Kernel* const kernel = Kernel::running())
        kernel->act(Decision::reschedule);
}

}  // namespace baton::hal
