// The ready tasks: a ring for each level and a bitmap of the levels that have tasks. Level 0 is the highest.
//
// The running task stays in its ring, at its head. So a yield is one step of the ring, a preempted task is still first
// of its level when it comes back, and choosing the next task is one find-first-set and one load, however many are
// ready.
#pragma once

#include <array>
#include <baton/core/config.hpp>
#include <baton/core/task.hpp>
#include <baton_config.hpp>
#include <bit>
#include <cstdint>

namespace baton {

class ReadyQueue {
  public:
    constexpr ReadyQueue() = default;
    ReadyQueue(const ReadyQueue&) = delete;
    ReadyQueue& operator=(const ReadyQueue&) = delete;

    bool empty() const { return levels_ == 0; }

    // The first task of the highest level that has any. The queue is not empty.
    Task& top() const { return *heads_[static_cast<unsigned>(std::countl_zero(levels_))]; }

    // The first task of a level, or null.
    Task* first(std::size_t level) const { return heads_[level]; }

    // Gives a task that is not in the queue its level.
    void set_level(Task& task, Level level) {
        task.level_ = level;
        task.ring_ = &heads_[level];
        task.level_bit_ = 0x8000'0000U >> level;
    }

    // Puts the task behind the others of its level.
    void push_back(Task& task) {
        Task*& head = *task.ring_;
        Task* const first = head;
        if (first == nullptr) [[likely]] {
            head = &task;
            levels_ |= task.level_bit_;
            return;
        }
        if constexpr (kConfig.accounting)
            if (keyed_levels_ & task.level_bit_) [[unlikely]] {
                push_keyed(task);
                return;
            }
        Task* const last = first->prev_;
        task.next_ = first;
        task.prev_ = last;
        last->next_ = &task;
        first->prev_ = &task;
    }

    // Puts the task before the others of its level; whatever its key is, until the next elect().
    void push_front(Task& task) {
        if constexpr (kConfig.accounting)
            if (Task* const elected = *task.ring_; elected && (keyed_levels_ & task.level_bit_)) [[unlikely]] {
                push_keyed(*elected);
                *task.ring_ = &task;
                return;
            }
        push_back(task);
        *task.ring_ = &task;
    }

    void remove(Task& task) {
        if (*task.ring_ == &task) {
            (void)remove_head(task);
            return;
        }
        if constexpr (kConfig.accounting)
            if (task.accounting_.is_in_heap) {
                remove_keyed(task);
                return;
            }
        take_out(task);
    }

    // remove() for the first task of its level, as the running one is. Returns whether any task is left.
    bool remove_head(Task& task) {
        Task*& head = *task.ring_;
        Task* const next = task.next_;
        if (next == &task) [[likely]] {
            const std::uint32_t left = levels_ & ~task.level_bit_;
            levels_ = left;
            head = nullptr;
            return left != 0;
        }
        head = next;
        take_out(task);
        return true;
    }

    // Puts `task`, the first of its level, behind the others of its level.
    static void rotate(Task& task) { *task.ring_ = task.next_; }

    // Whether `task` is of a higher level than `other`.
    static bool is_above(const Task& task, const Task& other) { return task.ring_ < other.ring_; }

    // Whether no other task is of the level of `task`.
    static bool is_alone(const Task& task) { return task.next_ == &task; }

    // Puts `in` into the place of `out`, which is alone at the level of both.
    static void replace_alone(Task& out, Task& in) { *out.ring_ = &in; }

    // Whether `task` is the first of its level.
    static bool is_first(const Task& task) { return *task.ring_ == &task; }

    // --- Levels that are ordered by a key ------------------------------------------------------------------------

    // Sets which levels are, from a table.
    void use(const DispatchTable& table);

    // Puts the task that comes first by its key into the ring of each such level; among equals the one that became
    // ready first. But `running` stays at a level that does not interrupt for a key, unless it is `yielding`.
    void elect(const Task* running, bool yielding);

    // Whether nobody is ready, not even in a heap.
    bool is_nobody_ready() const;

  private:
    friend class Kernel;

    void push_keyed(Task& task);
    void remove_keyed(Task& task);

    static void take_out(Task& task) {
        task.prev_->next_ = task.next_;
        task.next_->prev_ = task.prev_;
        task.next_ = &task;
        task.prev_ = &task;
    }

    static_assert(kConfig.levels >= 1 && kConfig.levels <= 32, "one machine word of bitmap");

    std::uint32_t levels_ = 0;
    Task* heads_[kConfig.levels] = {};

    static constexpr std::size_t kHeaps = kConfig.accounting ? kConfig.levels : 0;
    std::uint32_t keyed_levels_ = 0;
    std::uint32_t interruptible_levels_ = 0;  // keyed levels where an earlier key interrupts the running task
    std::array<LeftistHeap, kHeaps> heaps_;
};

}  // namespace baton
