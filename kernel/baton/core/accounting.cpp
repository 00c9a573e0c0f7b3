// Bookkeeping at the turning points of a task's life, and the keys that follow from it.
#include <baton/core/switching.hpp>

namespace baton {

void Kernel::begin_accounting(Task& task, std::int64_t arrival) {
    if constexpr (kConfig.accounting) {
        detail::Accounting& account = task.accounting_;
        account.arrival_ns = arrival;
        account.state_since_ns = account.arrival_ns;
        account.release_ns = account.arrival_ns;
        account.deadline_ns = detail::saturating_add(account.release_ns, account.relative_deadline_ns);
        account.node.task = &task;
        set_key(task);
    }
}

// A task that was blocked is ready: a new burst begins, at the level that the dispatch table has for that.
void Kernel::note_ready(Task& task, std::int64_t now) {
    if constexpr (kConfig.accounting) {
        detail::Accounting& account = task.accounting_;
        account.state_since_ns = now;
        account.quantum_used_ns = 0;
        account.burst_start_ns = account.cpu_ns;
        const Level level = table_->rows[task.base_level_].on_wake;
        if (level != task.base_level_) {
            task.base_level_ = level;
            account.allotment_used_ns = 0;
            account.slice_ns = 0;
            ready_.set_level(task, inherited_level(task));
        }
        if (has_keys_)
            set_key(task);
    }
}

// The key by which the task stands among those of its level, from now on: behind those that have the same.
void Kernel::set_key(Task& task) {
    if constexpr (kConfig.accounting) {
        detail::Accounting& account = task.accounting_;
        const Order order = table_->rows[task.level_].order;
        account.node.key = order == Order::shortest_estimate ? account.estimate_ns : account.deadline_ns;
        account.node.sequence = next_sequence_++;
    }
}

// The running task is about to block. Its time so far is not charged yet if the clock has moved.
void Kernel::end_burst(Task& task) {
    if constexpr (kConfig.accounting) {
        if (!has_keys_) [[likely]]
            return;
        detail::Accounting& account = task.accounting_;
        if (!account.is_estimate_given) {
            const std::int64_t burst = account.cpu_ns + (hal::clock_now() - slice_start_) - account.burst_start_ns;
            account.estimate_ns = account.burst_start_ns == 0 ? burst : (account.estimate_ns + burst) / 2;
        }
    }
}

void Kernel::end_accounting(Task& task) {
    if constexpr (kConfig.accounting) {
        const std::int64_t now = hal::clock_now();
        task.accounting_.completion_ns = now;
        if (task.accounting_.period_ns == 0)
            end_job(task, now);
    }
}

void Kernel::end_job(Task& task, std::int64_t now) {
    if (now > task.accounting_.deadline_ns)
        ++task.accounting_.deadline_misses;
}

std::int64_t Kernel::uncharged_cpu(const Task& task) const {
    return &task == current_ ? hal::clock_now() - slice_start_ : 0;
}

std::int64_t Kernel::uncharged_waiting(const Task& task) const {
    if (&task == current_ || task.state_ != TaskState::ready)
        return 0;
    return hal::clock_now() - task.accounting_.state_since_ns;
}

// A kernel that does not preempt looks only when the call begins: a computation is no scheduling point.
void Kernel::work(std::int64_t nanoseconds) {
    const auto used = [this] {
        return kConfig.accounting ? current_->accounting_.cpu_ns + uncharged_cpu(*current_) : hal::clock_now();
    };
    const std::int64_t end = detail::saturating_add(used(), nanoseconds);
    for (bool looks = true; used() < end; looks = preemption_ == Preemption::on) {
        if (looks)
            end_call();
        const std::int64_t left = end - used();
        hal::kernel_leave();
        hal::compute_until(detail::saturating_add(hal::clock_now(), left));
        hal::kernel_enter();
    }
}

Status Kernel::wait_next_period() {
    detail::Accounting& account = current_->accounting_;
    if (!kConfig.accounting || account.period_ns == 0)
        return Status::invalid;
    const std::int64_t now = hal::clock_now();
    const bool was_late = now > account.deadline_ns;
    end_job(*current_, now);
    account.release_ns = detail::saturating_add(account.release_ns, account.period_ns);
    account.deadline_ns = detail::saturating_add(account.release_ns, account.relative_deadline_ns);
    if (account.release_ns > now) {
        (void)sleep_until(account.release_ns);
    } else {
        yield();  // late by a whole period: the next job is due already
    }
    return was_late ? Status::timeout : Status::ok;
}

}  // namespace baton
