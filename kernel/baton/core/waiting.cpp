// The two doors, block() and make_ready(), and what leads through them: waking, deadlines, sleeping.
#include <baton/core/switching.hpp>

#include "hal/interrupts.hpp"

namespace baton {

void WaitList::insert_behind(WaitNode& node) {
    const Level level = node.task->level();
    WaitNode* before = front_->prev;  // the back
    while (before->task->level() > level) {
        if (before == front_) {
            node.next = front_;
            node.prev = front_->prev;
            front_->prev = &node;
            front_ = &node;
            return;
        }
        before = before->prev;
    }
    node.prev = before;
    node.next = before->next;
    (node.next ? node.next : front_)->prev = &node;
    before->next = &node;
}

WaitObject::~WaitObject() {
    check(waiters_.empty(), Fatal::object_in_use, name());
}

Status Kernel::block(Wait& wait) {
    if constexpr (kConfig.checks)
        check(!hal::in_interrupt(), Fatal::in_interrupt, "a blocking call from an interrupt");
    if (wait.timed && timeouts_.insert(static_cast<TimedWait&>(wait)))
        set_alarm();
    suspend(wait);
    return wait.status;
}

// Moves a task that was blocked to the level that the dispatch table has for that.
void Kernel::apply_on_wake(Task& task) {
    if constexpr (kConfig.accounting) {
        task.accounting_.quantum_used_ns = 0;
        const Level level = table_->rows[task.base_level_].on_wake;
        if (level != task.base_level_) {
            task.base_level_ = level;
            task.level_ = inherited_level(task);
        }
    }
}

Decision Kernel::wake_first(WaitObject& object, Status status) {
    const Task& task = commit_front(object.waiters_, *object.waiters_.front(), status);
    return task.level_ < current_->level_ ? prefer_higher() : Decision::stay;
}

Decision Kernel::wake_all(WaitObject& object, Status status) {
    Decision decision = Decision::stay;
    while (!object.waiters_.empty())
        if (wake_first(object, status) == Decision::reschedule)
            decision = Decision::reschedule;
    return decision;
}

// Takes everything that belongs to `wait` out of the lists that it is in.
void Kernel::unlink(Wait& wait) {
    if (wait.node_count > 0) {
        wait.nodes[0].object->waiters_.remove(wait.nodes[0]);
        forget_waiter(wait.nodes[0]);
    }
    unlink_rest(wait, wait.nodes[0]);
}

// The same but for `committed`, which is out already.
void Kernel::unlink_rest(Wait& wait, const WaitNode& committed) {
    for (std::size_t i = 0; i < wait.node_count; ++i) {
        WaitNode& node = wait.nodes[i];
        if (&node == &committed)
            continue;
        node.object->waiters_.remove(node);
        forget_waiter(node);
    }
    if (wait.timed)
        timeouts_.remove(static_cast<TimedWait&>(wait));
}

// The owner of a lock no longer inherits from a waiter that has gone.
void Kernel::forget_waiter(const WaitNode& node) {
    if (node.reason != WaitReason::lock)
        return;
    if (Task* const owner = static_cast<LockObject&>(*node.object).owner())
        update_level(*owner);
}

Status Kernel::wait_for(WaitObject& object, WaitReason reason, void* item) {
    if constexpr (kConfig.checks)
        check(!hal::in_interrupt(), Fatal::in_interrupt, "a blocking call from an interrupt");
    WaitNode node(*current_, object, reason, item);
    Wait wait(node);
    object.waiters_.insert(node);
    suspend(wait);
    return wait.status;
}

Status Kernel::wait_for(WaitObject& object, WaitReason reason, Timeout timeout, void* item) {
    const std::int64_t deadline = timeout.deadline();
    if (deadline == hal::kNoAlarm)
        return wait_for(object, reason, item);
    if (timeout.has_passed())
        return Status::timeout;
    WaitNode node(*current_, object, reason, item);
    TimedWait wait(*current_, {&node, 1}, deadline);
    object.waiters_.insert(node);
    return block(wait);
}

Status Kernel::sleep_until(std::int64_t deadline) {
    TimedWait wait(*current_, {}, deadline);
    return block(wait);
}

// Wakes everybody whose deadline has come, in the order of the deadlines; equal ones in the order of their calls.
void Kernel::expire(std::int64_t now) {
    while (TimeoutNode* const first = timeouts_.first()) {
        if (first->deadline > now)
            return;
        TimedWait& wait = static_cast<TimedWait&>(*first);
        unlink(wait);
        wait.status = wait.node_count == 0 ? Status::ok : Status::timeout;  // a sleep ends as it should
        make_ready(*wait.task);
    }
}

}  // namespace baton
