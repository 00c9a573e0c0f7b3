// Locks: who owns them, whose level is inherited, and cycles of waits.
//
// A task's level is never adjusted, always recomputed: the highest of its base level and the levels of the tasks that
// wait for locks that it holds. So a boost goes away by itself when a waiter gives up, is re-levelled or ends.
// Sha, Rajkumar, Lehoczky, "Priority inheritance protocols: an approach to real-time synchronization", 1990.
#include <algorithm>
#include <baton/core/switching.hpp>
#include <utility>

namespace baton {

LockObject::~LockObject() {
    check(owner() == nullptr, Fatal::object_in_use, name());
}

SharedLockObject::~SharedLockObject() {
    check(readers_ == 0, Fatal::object_in_use, name());
}

Level Kernel::inherited_level(const Task& task) const {
    Level level = task.base_level_;
    for (const LockObject* lock = task.held_; lock; lock = lock->next_held_)
        if (const WaitNode* const first = lock->waiters_.front())
            level = std::min(level, first->task->level_);
    return level;
}

// Recomputes the task's level, and if it changed, those of the owners of the locks that it waits for, and so on.
void Kernel::update_level(Task& task) {
    const Level level = inherited_level(task);
    if (level < task.level_) {
        raise_level(task);
    } else if (task.level_ != task.base_level_ && may_be_in_circle(task)) {
        drop_levels(task);
        restore_levels(task);
    } else if (level != task.level_) {
        move_to_level(task, level);
        for_each_owner(task, [this](Task& owner) { update_level(owner); });
    }
}

// Whether the owners of the locks that `task` waits for wait, in the end, for a lock of its own. Only waits that have a
// deadline or an alternative can be so. Then the tasks could keep up each other's levels long after the one that gave
// the highest has gone.
bool Kernel::may_be_in_circle(const Task& task) const {
    const Task* link = &task;
    for (std::size_t steps = 0; steps <= alive_count_; ++steps) {
        const std::span<const WaitNode> nodes = link->waits_for();
        if (nodes.size() > 1)
            return true;  // that is for the exact computation
        if (nodes.empty() || !is_for_lock(nodes[0].reason))
            return false;
        link = static_cast<const LockObject*>(nodes[0].object)->owner();
        if (!link || link == &task)
            return link != nullptr;
    }
    return true;
}

// Takes from `task`, and from all whose levels may depend on its, what they have inherited.
void Kernel::drop_levels(Task& task) {
    if (task.is_settling_)
        return;
    task.is_settling_ = true;
    if (task.level_ != task.base_level_)
        move_to_level(task, task.base_level_);
    for_each_owner(task, [this](Task& owner) { drop_levels(owner); });
}

// And gives them what they inherit in truth: a rise goes through the whole chain.
void Kernel::restore_levels(Task& task) {
    if (!task.is_settling_)
        return;
    task.is_settling_ = false;
    raise_level(task);
    for_each_owner(task, [this](Task& owner) { restore_levels(owner); });
}

void Kernel::raise_level(Task& task) {
    const Level level = inherited_level(task);
    if (level >= task.level_)
        return;
    move_to_level(task, level);
    for_each_owner(task, [this](Task& owner) { raise_level(owner); });
}

// Calls `visit` for the owner of each lock that `task` waits for.
template <class Visit>
void Kernel::for_each_owner(const Task& task, Visit&& visit) {
    for (const WaitNode& node : task.waits_for())
        if (is_for_lock(node.reason))
            if (Task* const owner = static_cast<const LockObject&>(*node.object).owner())
                visit(*owner);
}

// Writes the task's level and puts it into its new place in the list that it is in.
void Kernel::move_to_level(Task& task, Level level) {
    if (task.state_ == TaskState::ready) {
        ready_.remove(task);
        ready_.set_level(task, level);
        if (kConfig.accounting && has_keys_)
            set_key(task);
        if (&task == current_ && !has_blocked_)
            ready_.push_front(task);
        else
            ready_.push_back(task);
    } else {
        ready_.set_level(task, level);
    }
    reorder(task);
    trace(TraceKind::level, &task);
}

// Puts the task's nodes, after a change of its level, into their new places. First all out: two may be in one list.
void Kernel::reorder(Task& task) {
    for (WaitNode& node : task.wait_nodes())
        node.object->waiters_.remove(node);
    for (WaitNode& node : task.wait_nodes())
        node.object->waiters_.insert(node);
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
        if (nodes.size() != 1 || !is_for_lock(nodes[0].reason) || owner->wait_deadline() != hal::kNoAlarm)
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

void Kernel::enlist_for_lock(WaitNode& node) {
    this_kernel().queue_for_lock(static_cast<LockObject&>(*node.object), node);
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
    if (owner.wait_kind_ != Task::WaitKind::node) [[unlikely]]
        reorder(owner);  // it is about to wait for a condition
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

Status Kernel::wait_in_line(LockObject& lock, WaitReason reason, Timeout timeout) {
    Kernel& kernel = this_kernel();
    const std::int64_t deadline = timeout.deadline();
    if (deadline == hal::kNoAlarm) {
        if (kernel.would_deadlock(lock))
            return Status::deadlock;
    } else if (timeout.has_passed()) {
        return Status::timeout;
    }
    check_in_task();
    Task& task = *kernel.current_;
    WaitNode node(task, lock, reason);
    enlist_in_line(node);
    Wait wait(task, {&node, 1}, deadline);
    return kernel.block(wait);
}

void Kernel::enlist_in_line(WaitNode& node) {
    enlist(node);
    Task* const owner = static_cast<LockObject&>(*node.object).owner();
    if (owner && ReadyQueue::is_above(*node.task, *owner))
        this_kernel().update_level(*owner);
}

void Kernel::open_lock(LockObject& lock) {
    Kernel& kernel = this_kernel();
    detach_lock(lock, *kernel.current_);
    lock.owner_ = nullptr;
    (void)kernel.wake_all(lock, Status::ok);
    kernel.act_on_release();
}

void Kernel::release_write_lock(SharedLockObject& lock) {
    Kernel& kernel = this_kernel();
    detach_lock(lock, *kernel.current_);
    lock.owner_ = nullptr;
    if (lock.waiters_.empty())
        return;
    kernel.admit(lock);
    kernel.act_on_release();
}

void Kernel::release_read_lock(SharedLockObject& lock) {
    --lock.readers_;
    if (lock.waiters_.empty())
        return;
    Kernel& kernel = this_kernel();
    kernel.admit(lock);
    kernel.act_on_release();
}

// Lets in those whose turn it is at `lock`, which nobody writes: the first waiter and, if it reads, the readers behind
// it up to the next writer. They count as holders before they are woken, because waking one may take other waiters
// away, and so lead back here.
void Kernel::admit(SharedLockObject& lock) {
    const Status status = lock.is_abandoned() ? Status::owner_dead : Status::ok;
    while (!lock.owner() && !lock.waiters_.empty()) {
        const WaitNode& first = *lock.waiters_.front();
        if (first.reason == WaitReason::read_lock)
            ++lock.readers_;
        else if (lock.readers_ == 0)
            take_lock(lock, *first.task);
        else
            return;
        make_ready(commit_first(lock, status));
    }
}

// The running task may have lost what it inherited, and others are ready.
void Kernel::act_on_release() {
    update_level(*current_);
    act(look_again());
}

// The locks of a task that ends go to their first waiters, or wait for somebody to tell. The next waiter's level is not
// higher than the new owner's, so there is nothing to inherit.
void Kernel::abandon_locks(Task& task) {
    LockObject* const first = std::exchange(task.held_, nullptr);
    // Before any of them is handed over: what follows from that must not find the task that ends as an owner.
    for (LockObject* lock = first; lock; lock = lock->next_held_)
        lock->owner_ = LockObject::abandoned();
    for (LockObject* lock = first; lock;) {
        LockObject& left = *std::exchange(lock, lock->next_held_);
        if (left.waiters_.empty())
            continue;
        if (is_for_shared_lock(left.waiters_.front()->reason)) {
            admit(static_cast<SharedLockObject&>(left));
            continue;
        }
        Task& next = commit_first(left, Status::owner_dead);
        take_lock(left, next);
        make_ready(next);
    }
}

}  // namespace baton
