// Who runs next: the one function that switches contexts, and everything that is looked at before it does.
#include <baton/core/switching.hpp>

#include "hal/idle.hpp"
#include "hal/interrupts.hpp"

namespace baton {

void Kernel::dispatch() {
    if constexpr (kConfig.accounting)
        charge(hal::clock_now());
    if (attention_.load(std::memory_order_relaxed) != 0)
        attend();
    if (ready_.empty()) {
        idle();
        trace(TraceKind::dispatch, &ready_.top());
    }
    Task& next = ready_.top();
    if (&next != current_)
        switch_to(next, *current_);
}

// After changes of levels: whether the running task still has the CPU.
Decision Kernel::look_again() const {
    return &ready_.top() == current_ ? Decision::stay : prefer_higher();
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

// Deals with what interrupts have left since the last scheduling point. Wake-ups come before deadlines: a task whose
// deadline and wake-up fall between two scheduling points is woken.
void Kernel::attend() {
    const std::uint32_t bits = attention_.fetch_and(kCooperative, std::memory_order_acquire);
    if (bits & kInterrupt)
        inbox_.drain(*this);
    if (bits & kAlarm) {
        expire(hal::clock_now());
        alarm_ = hal::kNoAlarm;
        set_alarm();
    }
}

// Charges the running task for its time since the last call, and applies the dispatch table.
void Kernel::charge(std::int64_t now) {
    if constexpr (kConfig.accounting) {
        const std::int64_t used = now - slice_start_;
        if (used == 0)
            return;
        slice_start_ = now;
        if (now >= next_boost_) [[unlikely]]
            boost_all(now);
        Task& task = *current_;
        detail::Accounting& account = task.accounting_;
        account.cpu_time_ns += used;
        account.quantum_used_ns += used;
        account.allotment_used_ns += used;
        if (task.state_ == TaskState::finished)
            return;
        const LevelRow& row = table_->rows[task.base_level_];
        if (row.allotment.count() > 0 && account.allotment_used_ns >= row.allotment.count()) {
            account.allotment_used_ns = 0;
            task.base_level_ = row.on_expiry;
            update_level(task);
        } else if (row.quantum.count() == 0 || account.quantum_used_ns < row.quantum.count()) {
            return;
        }
        account.quantum_used_ns = 0;
        if (task.state_ == TaskState::ready && ReadyQueue::is_first(task))
            ReadyQueue::rotate(task);
    }
}

// Lifts every task to the boost level with a new allotment, so that nothing starves below an endless stream of short
// tasks (rule 5 of the feedback queue). O(tasks), once a boost period.
void Kernel::boost_all(std::int64_t now) {
    next_boost_ = detail::saturating_add(now, table_->boost_period.count());
    if constexpr (kConfig.accounting) {
        for (Task* task = alive_first_; task; task = task->next_alive_) {
            task->accounting_.allotment_used_ns = 0;
            if (task->base_level_ > table_->boost_level) {
                task->base_level_ = table_->boost_level;
                update_level(*task);
            }
        }
    }
}

void Kernel::set_alarm() {
    const TimeoutNode* const first = timeouts_.first();
    const std::int64_t deadline = first ? first->deadline : hal::kNoAlarm;
    if (deadline == alarm_)
        return;
    alarm_ = deadline;
    hal::clock_set_alarm(deadline);
}

// Sleeps until a task is ready. Runs on the stack of the task that blocked last.
void Kernel::idle() {
    trace(TraceKind::idle, nullptr);
    while (ready_.empty()) {
        set_alarm();
        bool can_wake = true;
        const hal::InterruptState state = hal::interrupts_save();
        if ((attention_.load(std::memory_order_relaxed) & (kInterrupt | kAlarm)) == 0)
            can_wake = hal::idle_wait();
        hal::interrupts_restore(state);
        check(can_wake, Fatal::all_blocked, "no task is ready, no deadline is set and no interrupt can come");
        if constexpr (kConfig.accounting)
            slice_start_ = hal::clock_now();
        attend();
    }
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
