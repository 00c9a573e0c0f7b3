#include <baton/core/invariants.hpp>
#include <baton/core/kernel.hpp>

namespace baton {

namespace {

bool contains(const WaitList& list, const WaitNode& wanted) {
    for (const WaitNode* node = list.front(); node; node = node->next)
        if (node == &wanted)
            return true;
    return false;
}

bool is_well_formed(const WaitList& list) {
    for (const WaitNode* node = list.front(); node; node = node->next) {
        const WaitNode* const next = node->next;
        if ((next ? next : list.front())->prev != node)
            return false;
        if (next && node->task->level() > next->task->level())
            return false;
    }
    return true;
}

}  // namespace

const char* Kernel::find_damage() const {
    std::size_t alive = 0;
    std::size_t ready = 0;
    std::size_t needed = 0;
    for (const Task* task = alive_first_; task; task = task->next_alive_) {
        ++alive;
        needed += task->daemon_ ? 0U : 1U;
        if ((task->next_alive_ ? task->next_alive_->prev_alive_ : alive_last_) != task)
            return "the list of all tasks is broken";
        if (task->level_ != inherited_level(*task))
            return "a task's level is not what it inherits";
        for (const LockObject* lock = task->held_; lock; lock = lock->next_held_)
            if (lock->owner_ != task)
                return "a held lock names another owner";
        if (task->state_ == TaskState::ready) {
            ++ready;
        } else if (task->state_ == TaskState::blocked) {
            for (const WaitNode& node : task->wait_nodes()) {
                if (node.task != task || !contains(node.object->waiters_, node) ||
                    !is_well_formed(node.object->waiters_))
                    return "a wait list is broken";
            }
        } else {
            return "a task that is alive is neither ready nor blocked";
        }
    }
    if (alive != alive_count_ || needed != non_daemon_count_)
        return "the number of tasks is wrong";

    std::size_t queued = 0;
    for (const LeftistHeap& heap : ready_.heaps_)
        if (!heap.is_consistent())
            return "a level's heap is broken";
    for (const Task* task = alive_first_; task; task = task->next_alive_)
        queued += kConfig.accounting && task->accounting_.is_in_heap ? 1U : 0U;
    for (std::size_t level = 0; level < kConfig.levels; ++level) {
        const Task* const head = ready_.heads_[level];
        if ((head != nullptr) != ((ready_.levels_ & 0x8000'0000U >> level) != 0))
            return "the bitmap of levels is wrong";
        for (const Task* task = head; task;) {
            ++queued;
            if (task->level_ != level || task->state_ != TaskState::ready || task->next_->prev_ != task)
                return "the ready queue is broken";
            task = task->next_ == head ? nullptr : task->next_;
        }
    }
    if (queued != ready)
        return "a ready task is not in the ready queue";
    if (!timeouts_.is_consistent())
        return "the timeout queue is broken";
    return nullptr;
}

void check_invariants() {
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    if (const char* const damage = kernel.find_damage())
        panic(Fatal::corrupt, damage);
}

}  // namespace baton
