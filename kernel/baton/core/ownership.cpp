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
            for (std::size_t i = 0; i < task->wait_->node_count; ++i) {
                WaitNode& node = task->wait_->nodes[i];
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
        task.level_ = level;
        if (&task == current_)
            ready_.push_front(task);
        else
            ready_.push_back(task);
    } else {
        task.level_ = level;
        if (task.state_ == TaskState::blocked) {
            for (std::size_t i = 0; i < task.wait_->node_count; ++i) {
                WaitNode& node = task.wait_->nodes[i];
                node.object->waiters_.remove(node);
                node.object->waiters_.insert(node);
            }
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
        const Wait& wait = *owner->wait_;
        if (!wait.is_plain || wait.nodes[0].reason != WaitReason::lock)
            return false;
        wanted = static_cast<const LockObject*>(wait.nodes[0].object);
    }
}

Status Kernel::wait_for_lock(LockObject& lock, Timeout timeout) {
    if (lock.is_abandoned()) {
        take_lock(lock, *current_);
        return Status::owner_dead;
    }
    const std::int64_t deadline = timeout.deadline();
    if (deadline != hal::kNoAlarm) {
        if (timeout.has_passed())
            return Status::timeout;
    } else if (would_deadlock(lock)) {
        return Status::deadlock;
    }
    WaitNode node(*current_, lock, WaitReason::lock);
    TimedWait wait(*current_, {&node, 1}, deadline);
    wait.is_plain = !wait.timed;
    lock.waiters_.insert(node);
    if (current_->level_ < lock.owner_->level_)
        update_level(*lock.owner_);
    return block(wait);
}

void Kernel::release_lock_and_act(LockObject& lock) {
    Task& owner = *current_;
    detach_lock(lock, owner);
    WaitNode* const first = lock.waiters_.front();
    if (!first)
        return;
    Task& next = commit_front(lock.waiters_, *first, Status::ok);
    take_lock(lock, next);
    if (owner.level_ != owner.base_level_) {
        update_level(owner);
        act(look_again());
    } else if (next.level_ < owner.level_) {
        act_on_higher(next);
    }
}

// Takes `lock` out of the locks that `owner` holds.
void Kernel::detach_lock(LockObject& lock, Task& owner) {
    LockObject** link = &owner.held_;
    while (*link != &lock)
        link = &(*link)->next_held_;
    *link = lock.next_held_;
    lock.owner_ = nullptr;
}

// The locks of a task that ends go to their first waiters, or wait for somebody to tell. The next waiter's level is not
// higher than the new owner's, so there is nothing to inherit.
void Kernel::abandon_locks(Task& task) {
    while (LockObject* const lock = task.held_) {
        detach_lock(*lock, task);
        if (WaitNode* const first = lock->waiters_.front())
            take_lock(*lock, commit_front(lock->waiters_, *first, Status::owner_dead));
        else
            lock->owner_ = LockObject::abandoned();
    }
}

}  // namespace baton
