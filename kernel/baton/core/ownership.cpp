// Locks: who owns them, whose level is inherited, and cycles of waits.
//
// A task's level is never adjusted, always recomputed: the highest of its base level and the levels of the tasks that
// wait for locks that it holds. So a boost goes away by itself when a waiter gives up, is re-levelled or ends.
// Sha, Rajkumar, Lehoczky, "Priority inheritance protocols: an approach to real-time synchronization", 1990.
#include <algorithm>
#include <baton/core/switching.hpp>

namespace baton {

LockObject::~LockObject() {
    check(owner() == nullptr, Fatal::object_in_use, name());
}

Level Kernel::inherited_level(const Task& task) const {
    Level level = task.base_level_;
    for (const LockObject* lock = task.held_; lock; lock = lock->next_held_)
        if (const WaitNode* const first = lock->waiters_.front())
            level = std::min(level, first->task->level_);
    return level;
}

// Recomputes the task's level, and if it changed, that of the owner of the lock that it waits for, and so on.
void Kernel::update_level(Task& start) {
    for (Task* task = &start; task;) {
        const Level level = inherited_level(*task);
        if (level == task->level_)
            return;
        move_to_level(*task, level);
        Task* next = nullptr;
        if (task->state_ == TaskState::blocked) {
            for (WaitNode& node : task->wait_nodes()) {
                if (node.reason != WaitReason::lock)
                    continue;
                if (next)
                    update_level(*next);
                next = static_cast<LockObject&>(*node.object).owner();
            }
        }
        task = next;
    }
}

// Writes the task's level and puts it into its new place in the list that it is in.
void Kernel::move_to_level(Task& task, Level level) {
    if (task.state_ == TaskState::ready) {
        ready_.remove(task);
        ready_.set_level(task, level);
        if (&task == current_ && !has_blocked_)
            ready_.push_front(task);
        else
            ready_.push_back(task);
    } else {
        ready_.set_level(task, level);
        for (WaitNode& node : task.wait_nodes()) {
            node.object->waiters_.remove(node);
            node.object->waiters_.insert(node);
        }
    }
    trace(TraceKind::level, &task);
}

Decision Kernel::set_base_level(Task& task, Level level) {
    task.base_level_ = table_->clamp(level);
    if constexpr (kConfig.accounting)
        task.accounting_.slice_ns = 0;
    update_level(task);
    return look_again();
}

// Whether the running task would wait for ever for `lock`: its owner waits, without a deadline, for a lock whose owner
// waits ... for a lock of the running task.
bool Kernel::would_deadlock(const LockObject& lock) const {
    for (const LockObject* wanted = &lock;;) {
        const Task* const owner = wanted->owner();
        if (owner == current_)
            return true;
        if (!owner || owner->state_ != TaskState::blocked)
            return false;
        const std::span<const WaitNode> nodes = owner->waits_for();
        if (nodes.size() != 1 || nodes[0].reason != WaitReason::lock || owner->wait_deadline() != hal::kNoAlarm)
            return false;
        wanted = static_cast<const LockObject*>(nodes[0].object);
    }
}

Status Kernel::wait_for_lock(LockObject& lock) {
    Kernel& kernel = this_kernel();
    if (lock.is_abandoned())
        return kernel.take_abandoned(lock);
    if (kernel.would_deadlock(lock))
        return Status::deadlock;
    Task& task = *kernel.current_;
    WaitNode node(task, lock, WaitReason::lock);
    kernel.queue_for_lock(lock, node);
    task.wait_node_ = &node;
    kernel.suspend(task);
    return task.wait_status_;
}

Status Kernel::wait_for_lock(LockObject& lock, Timeout timeout) {
    const std::int64_t deadline = timeout.deadline();
    if (deadline == hal::kNoAlarm)
        return wait_for_lock(lock);
    Kernel& kernel = this_kernel();
    if (lock.is_abandoned())
        return kernel.take_abandoned(lock);
    if (timeout.has_passed())
        return Status::timeout;
    Task& task = *kernel.current_;
    WaitNode node(task, lock, WaitReason::lock);
    kernel.queue_for_lock(lock, node);
    Wait wait(task, {&node, 1}, deadline);
    return kernel.block(wait);
}

Status Kernel::take_abandoned(LockObject& lock) {
    take_lock(lock, *current_);
    return Status::owner_dead;
}

// Puts the running task among those that wait for `lock`, and lends its level to the owner.
void Kernel::queue_for_lock(LockObject& lock, WaitNode& node) {
    check_in_task();
    lock.waiters_.insert(node);
    if (ReadyQueue::is_above(*current_, *lock.owner_))
        update_level(*lock.owner_);
}

void Kernel::release_lock(LockObject& lock) {
    Kernel& kernel = this_kernel();
    Task& owner = *kernel.current_;
    detach_lock(lock, owner);
    if (lock.waiters_.empty()) {
        lock.owner_ = nullptr;
        return;
    }
    Task& next = kernel.commit_first(lock, Status::ok);
    take_lock(lock, next);
    const Level level = owner.held_ ? kernel.inherited_level(owner) : owner.base_level_;
    if (level != owner.level_) [[likely]] {
        kernel.give_back_level(owner, level, next);
        return;
    }
    kernel.make_ready(next);
    if (ReadyQueue::is_above(next, owner))
        kernel.act_on_higher(next);
}

// The owner of a lock falls to `level`: the one that it had was lent by `next`, to whom it handed the lock.
[[gnu::always_inline]] inline void Kernel::give_back_level(Task& owner, Level level, Task& next) {
    mark_ready(next);
    // The dispatch table may have moved `next` elsewhere for having been blocked; without accounting it has no say.
    const bool is_same_level = !kConfig.accounting || next.ring_ == owner.ring_;
    const bool is_alone = is_same_level && ReadyQueue::is_alone(owner);
    if (is_alone) [[likely]] {
        ReadyQueue::replace_alone(owner, next);
    } else {
        ready_.remove_head(owner);
        ready_.push_back(next);
    }
    ready_.set_level(owner, level);
    ready_.push_front(owner);
    trace(TraceKind::level, &owner);
    if (is_settled()) [[likely]]
        switch_to(is_alone ? next : ready_.top(), owner);
    else
        act(look_again());
}

// Takes `lock` out of the locks that `owner` holds.
[[gnu::always_inline]] inline void Kernel::detach_lock(LockObject& lock, Task& owner) {
    if (owner.held_ == &lock) [[likely]] {
        owner.held_ = lock.next_held_;
        return;
    }
    LockObject* taken_later = owner.held_;
    while (taken_later->next_held_ != &lock)
        taken_later = taken_later->next_held_;
    taken_later->next_held_ = lock.next_held_;
}

// The locks of a task that ends go to their first waiters, or wait for somebody to tell. The next waiter's level is not
// higher than the new owner's, so there is nothing to inherit.
void Kernel::abandon_locks(Task& task) {
    while (LockObject* const lock = task.held_) {
        detach_lock(*lock, task);
        if (lock->waiters_.empty()) {
            lock->owner_ = LockObject::abandoned();
            continue;
        }
        Task& next = commit_first(*lock, Status::owner_dead);
        take_lock(*lock, next);
        make_ready(next);
    }
}

}  // namespace baton
