// Locks: who owns them, whose level is inherited, and cycles of waits.
//
// A task's level is never adjusted, always recomputed: the highest of its base level and the levels of the tasks that
// wait for locks that it holds. So a boost goes away by itself when a waiter gives up, is re-levelled or ends.
// Sha, Rajkumar, Lehoczky, "Priority inheritance protocols: an approach to real-time synchronization", 1990.
#include <algorithm>
#include <baton/core/kernel.hpp>

namespace baton {

LockObject::~LockObject() {
    check(owner() == nullptr, Fatal::object_in_use, name());
}

Level Kernel::inherited_level(const Task& task) const {
    Level level = task.base_level_;
    for (const LockObject* lock = task.held_; lock; lock = lock->next_held_)
        if (const WaitNode* const first = lock->waiters_.front())
            level = std::min(level, first->wait->task->level_);
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
        if (wait.timed || wait.node_count != 1 || wait.reason != WaitReason::lock)
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
    const bool timed = deadline != hal::kNoAlarm;
    if (timed && timeout.has_passed())
        return Status::timeout;
    if (!timed && would_deadlock(lock))
        return Status::deadlock;
    WaitNode node;
    Wait wait;
    node.wait = &wait;
    node.object = &lock;
    node.item = nullptr;
    node.reason = WaitReason::lock;
    wait.task = current_;
    wait.nodes = &node;
    wait.node_count = 1;
    wait.timed = timed;
    wait.reason = WaitReason::lock;
    wait.timeout.deadline = deadline;
    lock.waiters_.insert(node);
    if (current_->level_ < lock.owner_->level_)
        update_level(*lock.owner_);
    return block(wait);
}

Decision Kernel::release_lock(LockObject& lock) {
    Task& owner = *current_;
    detach_lock(lock, owner);
    const Decision decision = pass_on(lock, Status::ok);
    if (owner.level_ == owner.base_level_)
        return decision;
    update_level(owner);
    return look_again();
}

// Takes `lock` out of the locks that `owner` holds.
void Kernel::detach_lock(LockObject& lock, Task& owner) {
    LockObject** link = &owner.held_;
    while (*link != &lock)
        link = &(*link)->next_held_;
    *link = lock.next_held_;
    lock.owner_ = nullptr;
}

// Hands `lock`, which has no owner, to its first waiter, if there is one. The next waiter's level is not higher than
// the new owner's, so there is nothing to inherit.
Decision Kernel::pass_on(LockObject& lock, Status status) {
    WaitNode* const first = lock.waiters_.front();
    if (!first)
        return Decision::stay;
    Task& next = *first->wait->task;
    const Decision decision = wake(*first, status);
    take_lock(lock, next);
    return decision;
}

void Kernel::abandon_locks(Task& task) {
    while (LockObject* const lock = task.held_) {
        detach_lock(*lock, task);
        if (lock->waiters_.empty())
            lock->owner_ = LockObject::abandoned();
        else
            (void)pass_on(*lock, Status::owner_dead);
    }
}

}  // namespace baton
