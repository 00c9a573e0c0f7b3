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
        if (&task == current_)
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

Status Kernel::wait_for_lock(LockObject& lock, Timeout timeout) {
    if (lock.is_abandoned()) {
        take_lock(lock, *current_);
        return Status::owner_dead;
    }
    const std::int64_t deadline = timeout.deadline();
    const bool is_timed = deadline != hal::kNoAlarm;
    if (is_timed && timeout.has_passed())
        return Status::timeout;
    if (!is_timed && would_deadlock(lock))
        return Status::deadlock;
    Task& task = *current_;
    WaitNode node(task, lock, WaitReason::lock);
    lock.waiters_.insert(node);
    if (ReadyQueue::is_above(task, *lock.owner_))
        update_level(*lock.owner_);
    if (is_timed) {
        Wait wait(task, {&node, 1}, deadline);
        return block(wait);
    }
    task.wait_node_ = &node;
    suspend(task);
    return task.wait_status_;
}

void Kernel::release_lock_and_act(LockObject& lock) {
    Task& owner = *current_;
    detach_lock(lock, owner);
    if (lock.waiters_.empty())
        return;
    Task& next = commit_first(lock, Status::ok);
    take_lock(lock, next);
    const Level level = owner.held_ ? inherited_level(owner) : owner.base_level_;
    if (level == owner.level_) {
        make_ready(next);
        if (ReadyQueue::is_above(next, owner))
            act_on_higher(next);
        return;
    }
    // The owner's level was lent by `next`. Others may be ready there, and come first.
    ready_.remove_head(owner);
    ready_.set_level(owner, level);
    ready_.push_front(owner);
    trace(TraceKind::level, &owner);
    make_ready(next);
    if (is_settled()) [[likely]]
        switch_to(ready_.top(), owner);
    else
        act(look_again());
}

// Takes `lock` out of the locks that `owner` holds.
void Kernel::detach_lock(LockObject& lock, Task& owner) {
    if (drop_last_lock(lock, owner)) [[likely]]
        return;
    LockObject* taken_later = owner.held_;
    while (taken_later->next_held_ != &lock)
        taken_later = taken_later->next_held_;
    taken_later->next_held_ = lock.next_held_;
    lock.owner_ = nullptr;
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
