// The two doors, block() and make_ready(), and what leads through them: waking, deadlines, sleeping.
#include <baton/core/switching.hpp>
#include <utility>

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

// Puts the wait into the timeout queue. Returns whether its deadline is the first now.
bool Kernel::add_deadline(Wait& wait) {
    if (ties_ == DeadlineTies::by_call)
        return timeouts_.insert(wait);
    wait.sequence = wait.task->id_;
    return timeouts_.insert_in_order(wait);
}

Status Kernel::block(Wait& wait) {
    check_in_task();
    Task& task = *current_;
    task.wait_ = &wait;
    task.wait_kind_ = Task::WaitKind::wait;
    if (wait.is_timed() && add_deadline(wait))
        set_alarm_before(wait.deadline());
    suspend(task);
    return task.wait_status_;
}

Status Kernel::wait_for(WaitObject& object, WaitReason reason, void* item) {
    Kernel& kernel = this_kernel();
    kernel.check_in_task();
    Task& task = *kernel.current_;
    WaitNode node(task, object, reason, item);
    task.wait_node_ = &node;
    object.waiters_.insert(node);
    kernel.suspend(task);
    return task.wait_status_;
}

Status Kernel::wait_for(WaitObject& object, WaitReason reason, Timeout timeout, void* item) {
    const std::int64_t deadline = timeout.deadline();
    if (deadline == hal::kNoAlarm)
        return wait_for(object, reason, item);
    if (timeout.has_passed())
        return Status::timeout;
    Kernel& kernel = this_kernel();
    WaitNode node(*kernel.current_, object, reason, item);
    Wait wait(*kernel.current_, {&node, 1}, deadline);
    object.waiters_.insert(node);
    return kernel.block(wait);
}

Status Kernel::sleep_until(std::int64_t deadline) {
    Wait wait(*current_, {}, deadline);
    return block(wait);
}

void Kernel::prepare(Wait& wait) {
    check_in_task();
    Task& task = *current_;
    for (WaitNode& node : wait.nodes)
        node.object->waiters_.insert(node);
    task.wait_ = &wait;
    task.wait_kind_ = Task::WaitKind::wait;
    task.prepared_ = true;
}

Status Kernel::block_prepared(Wait& wait) {
    Task& task = *current_;
    if (task.prepared_) {
        task.prepared_ = false;
        return block(wait);
    }
    task.wait_kind_ = Task::WaitKind::node;
    return Status::ok;
}

Decision Kernel::notify(WaitObject& object) {
    WaitNode& node = *object.waiters_.front();
    Task& task = *node.task;
    if (!task.prepared_)
        return wake_first(object, Status::ok);
    unlink(task);
    return Decision::stay;
}

void Kernel::check_in_task() {
    if constexpr (kConfig.checks)
        check(!hal::in_interrupt(), Fatal::in_interrupt, "a blocking call from an interrupt");
}

Decision Kernel::wake_first(WaitObject& object, Status status) {
    Task& task = commit_first(object, status);
    make_ready(task);
    return compare(task);
}

Decision Kernel::wake(WaitNode& node, Status status) {
    Task& task = commit(node, status);
    make_ready(task);
    return compare(task);
}

Decision Kernel::wake_all(WaitObject& object, Status status) {
    Decision decision = Decision::stay;
    while (!object.waiters_.empty())
        if (wake_first(object, status) == Decision::reschedule)
            decision = Decision::reschedule;
    return decision;
}

// Takes the nodes of a blocked task, all but `committed`, and its deadline out of the lists that they are in.
void Kernel::unlink(Task& task, const WaitNode* committed) {
    const std::span<WaitNode> nodes = task.wait_nodes();
    for (WaitNode& node : nodes)
        if (&node != committed)
            node.object->waiters_.remove(node);
    const Task::WaitKind kind = std::exchange(task.wait_kind_, Task::WaitKind::none);
    if (task.is_waiting()) {
        if (kind == Task::WaitKind::wait) {
            task.wait_->committed = committed;
            if (task.wait_->is_timed())
                timeouts_.remove(*task.wait_);
        }
        if (task.suspended_)
            attention_.fetch_or(kSuspend, std::memory_order_relaxed);
    }
    task.prepared_ = false;
    // It is in no list any more, so whatever follows from this finds it waiting for nothing.
    for (const WaitNode& node : nodes)
        if (&node != committed)
            forget_waiter(node);
    task.wait_kind_ = Task::WaitKind::node;
}

// What a waiter's going means to the others, when it was not served: it timed out, was cancelled or ended, or something
// else came first. It is done here, not by the waiter, which may never run again.
void Kernel::forget_waiter(const WaitNode& node) {
    if (is_for_lock(node.reason)) {
        if (Task* const owner = static_cast<LockObject&>(*node.object).owner()) {
            update_level(*owner);  // it no longer inherits from this one
            return;
        }
    }
    if (!current_)  // the kernel ends: nobody runs any more
        return;
    if (is_for_shared_lock(node.reason)) {
        auto& lock = static_cast<SharedLockObject&>(*node.object);
        if (lock.readers() == 0)  // it is about to be handed over
            return;
        admit(lock);
    } else if (node.reason == WaitReason::barrier) {
        (void)break_barrier(static_cast<BreakableObject&>(*node.object));
    } else {
        return;
    }
    // The decision that comes out of this belongs to nobody's call, so the kernel looks at its next scheduling point.
    attention_.fetch_or(kInterrupt, std::memory_order_relaxed);
    if (preemption_ == Preemption::on)
        hal::request_preemption();
}

Decision Kernel::break_barrier(BreakableObject& barrier) {
    barrier.broken_ = true;
    return wake_all(barrier, Status::broken);
}

// Wakes everybody whose deadline has come, in the order of the deadlines; equal ones in the order of their calls.
void Kernel::expire(std::int64_t now) {
    while (HeapNode* const first = timeouts_.first()) {
        if (first->key > now)
            return;
        const Wait& wait = static_cast<Wait&>(*first);
        unlink(*wait.task);
        if (!wait.nodes.empty())  // a sleep ends as it should
            wait.task->wait_status_ = Status::timeout;
        make_ready(*wait.task);
        if constexpr (kConfig.accounting)
            wait.task->accounting_.state_since_ns = wait.deadline();  // it waits since then, noticed late or not
    }
}

}  // namespace baton
