// Levels that are ordered by a key.
#include <baton/core/ready_queue.hpp>

namespace baton {

namespace {

Task& task_of(HeapNode& node) {
    return *static_cast<detail::KeyedNode&>(node).task;
}

}  // namespace

void ReadyQueue::use(const DispatchTable& table) {
    for (std::size_t level = 0; level < table.rows.size(); ++level) {
        const std::uint32_t bit = 0x8000'0000U >> level;
        if (table.rows[level].order != Order::arrival)
            keyed_levels_ |= bit;
        if (table.rows[level].order == Order::earliest_deadline)
            interruptible_levels_ |= bit;
    }
}

void ReadyQueue::elect(const Task* running, bool yielding) {
    if constexpr (kConfig.accounting) {
        for (std::uint32_t left = keyed_levels_; left != 0;) {
            const auto level = static_cast<unsigned>(std::countl_zero(left));
            const std::uint32_t bit = 0x8000'0000U >> level;
            left &= ~bit;
            HeapNode* const first = heaps_[level].first();
            if (!first)
                continue;
            if (Task* const elected = heads_[level]) {
                const bool may_stay = elected == running && !yielding && (interruptible_levels_ & bit) == 0;
                if (may_stay || !first->is_before(elected->accounting_.node))
                    continue;
                remove_keyed(task_of(*first));
                push_keyed(*elected);
            } else {
                remove_keyed(task_of(*first));
            }
            heads_[level] = &task_of(*first);
            levels_ |= bit;
        }
    }
}

bool ReadyQueue::is_nobody_ready() const {
    if (levels_ != 0)
        return false;
    for (const LeftistHeap& heap : heaps_)
        if (!heap.empty())
            return false;
    return true;
}

void ReadyQueue::push_keyed(Task& task) {
    if constexpr (kConfig.accounting) {
        task.accounting_.is_in_heap = true;
        heaps_[task.level_].insert_in_order(task.accounting_.node);
    }
}

void ReadyQueue::remove_keyed(Task& task) {
    if constexpr (kConfig.accounting) {
        task.accounting_.is_in_heap = false;
        heaps_[task.level_].remove(task.accounting_.node);
    }
}

}  // namespace baton
