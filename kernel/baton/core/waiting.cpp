// The two doors, block() and make_ready(), and what leads through them: waking, deadlines, sleeping.
#include <baton/core/kernel.hpp>

#include "hal/interrupts.hpp"

namespace baton {

void WaitList::insert(WaitNode& node) {
    if (!head_) {
        node.next = node.prev = head_ = &node;
        return;
    }
    const Level level = node.wait->task->level();
    WaitNode* after = head_->prev;
    while (after->wait->task->level() > level) {
        if (after == head_) {
            after = head_->prev;
            head_ = &node;
            break;
        }
        after = after->prev;
    }
    node.prev = after;
    node.next = after->next;
    after->next->prev = &node;
    after->next = &node;
}

WaitObject::~WaitObject() {
    check(waiters_.empty(), Fatal::object_in_use, name());
}

Status Kernel::block(Wait& wait) {
    debug_check(!hal::in_interrupt(), Fatal::in_interrupt, "a blocking call from an interrupt");
    Task& task = *current_;
    task.wait_ = &wait;
    ready_.remove(task);
    set_state(task, TaskState::blocked);
    trace(TraceKind::block, &task);
    if (wait.timed && timeouts_.insert(wait.timeout))
        set_alarm();
    dispatch();
    return wait.status;
}

Decision Kernel::make_ready(Task& task) {
    set_state(task, TaskState::ready);
    if constexpr (kConfig.accounting) {
        task.accounting_.quantum_used_ns = 0;
        const Level level = table_->rows[task.base_level_].on_wake;
        if (level != task.base_level_) {
            task.base_level_ = level;
            task.level_ = inherited_level(task);
        }
    }
    ready_.push_back(task);
    trace(TraceKind::wake, &task);
    return task.level_ < current_->level_ && preemption_ == Preemption::on ? Decision::reschedule : Decision::stay;
}

Decision Kernel::wake(WaitNode& node, Status status) {
    Wait& wait = *node.wait;
    unlink(wait);
    wait.status = status;
    return make_ready(*wait.task);
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
    for (std::size_t i = 0; i < wait.node_count; ++i) {
        WaitNode& node = wait.nodes[i];
        node.object->waiters_.remove(node);
        if (node.reason == WaitReason::lock) {
            LockObject& lock = static_cast<LockObject&>(*node.object);
            if (lock.owner())
                update_level(*lock.owner());
        }
    }
    if (wait.timed)
        timeouts_.remove(wait.timeout);
}

Status Kernel::wait_for(WaitObject& object, WaitReason reason, void* item) {
    WaitNode node;
    Wait wait;
    node.wait = &wait;
    node.object = &object;
    node.item = item;
    node.reason = reason;
    wait.task = current_;
    wait.nodes = &node;
    wait.node_count = 1;
    wait.timed = false;
    wait.reason = reason;
    object.waiters_.insert(node);
    return block(wait);
}

Status Kernel::wait_for(WaitObject& object, WaitReason reason, Timeout timeout, void* item) {
    const std::int64_t deadline = timeout.deadline();
    if (deadline == hal::kNoAlarm)
        return wait_for(object, reason, item);
    if (timeout.has_passed())
        return Status::timeout;
    WaitNode node;
    Wait wait;
    node.wait = &wait;
    node.object = &object;
    node.item = item;
    node.reason = reason;
    wait.task = current_;
    wait.nodes = &node;
    wait.node_count = 1;
    wait.timed = true;
    wait.reason = reason;
    wait.timeout.deadline = deadline;
    object.waiters_.insert(node);
    return block(wait);
}

Status Kernel::sleep_until(std::int64_t deadline) {
    Wait wait;
    wait.task = current_;
    wait.nodes = nullptr;
    wait.node_count = 0;
    wait.timed = deadline != hal::kNoAlarm;
    wait.reason = WaitReason::sleep;
    wait.timeout.deadline = deadline;
    return block(wait);
}

// Wakes everybody whose deadline has come, in the order of the deadlines; equal ones in the order of their calls.
void Kernel::expire(std::int64_t now) {
    while (TimeoutNode* const first = timeouts_.first()) {
        if (first->deadline > now)
            return;
        Wait& wait = Wait::of(*first);
        unlink(wait);
        wait.status = wait.reason == WaitReason::sleep ? Status::ok : Status::timeout;
        (void)make_ready(*wait.task);
    }
}

}  // namespace baton
