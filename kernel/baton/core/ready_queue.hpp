// The ready tasks: a ring for each level and a bitmap of the levels that have tasks. Level 0 is the highest.
//
// The running task stays in its ring, at its head. So a yield is one step of the ring, a preempted task is still first
// of its level when it comes back, and choosing the next task is one find-first-set and one load, however many are
// ready.
#pragma once

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

    void push_back(Task& task) {
        Task*& head = heads_[task.level_];
        if (head) {
            task.next_ = head;
            task.prev_ = head->prev_;
            head->prev_->next_ = &task;
            head->prev_ = &task;
        } else {
            start_ring(head, task);
        }
    }

    void push_front(Task& task) {
        push_back(task);
        heads_[task.level_] = &task;
    }

    void remove(Task& task) {
        Task*& head = heads_[task.level_];
        Task* const next = task.next_;
        if (next == &task) {
            head = nullptr;
            levels_ &= ~bit(task.level_);
            return;
        }
        task.prev_->next_ = next;
        next->prev_ = task.prev_;
        if (head == &task)
            head = next;
    }

    // remove() for the first task of its level, as the running one is. Returns whether any task is left.
    bool remove_head(Task& task) {
        const Level level = task.level_;
        Task*& head = heads_[level];
        Task* const next = task.next_;
        if (next == &task) {
            const std::uint32_t left = levels_ & ~bit(level);
            levels_ = left;
            head = nullptr;
            return left != 0;
        }
        Task* const last = task.prev_;
        last->next_ = next;
        next->prev_ = last;
        head = next;
        return true;
    }

    // Puts `task`, the first of its level, behind the others of its level.
    void rotate(Task& task) { heads_[task.level_] = task.next_; }

    // The first task of `level`, or null.
    Task* head(std::uint8_t level) const { return heads_[level]; }

  private:
    friend class Kernel;

    static constexpr std::uint32_t bit(std::uint8_t level) { return 0x8000'0000U >> level; }

    void start_ring(Task*& head, Task& task) {
        task.next_ = &task;
        task.prev_ = &task;
        head = &task;
        levels_ |= bit(task.level_);
    }

    static_assert(kConfig.levels >= 1 && kConfig.levels <= 32, "one machine word of bitmap");

    std::uint32_t levels_ = 0;
    Task* heads_[kConfig.levels] = {};
};

}  // namespace baton
