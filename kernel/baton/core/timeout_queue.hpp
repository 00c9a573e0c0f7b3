// The pending deadlines: an intrusive leftist heap.
//
// Insertion of the earliest deadline, the common case of a short sleep, is O(1); every other operation is O(log n) in
// the worst case, not amortised, because a kernel's worst case is what its users pay for. (A pairing heap is quicker on
// average, but its first removal after n insertions costs n; an array heap needs an array; a timing wheel needs 256
// pointers before the first timer.) Clark A. Crane, "Linear lists and priority queues as balanced binary trees", 1972.
#pragma once

#include <cstdint>

namespace baton {

// A deadline's place in the queue. Lives on the stack of the task that waits.
struct TimeoutNode {
    TimeoutNode* left;
    TimeoutNode* right;
    TimeoutNode* parent;
    std::int64_t deadline;
    std::uint32_t sequence;  // equal deadlines leave in the order in which they came
    std::uint32_t rank;      // length of the rightmost path, at most log2(n + 1)
};

class TimeoutQueue {
  public:
    constexpr TimeoutQueue() = default;
    TimeoutQueue(const TimeoutQueue&) = delete;
    TimeoutQueue& operator=(const TimeoutQueue&) = delete;

    bool empty() const { return root_ == nullptr; }

    // The node with the earliest deadline, or null. O(1).
    TimeoutNode* first() const { return root_; }

    // Inserts `node`, whose deadline is set. O(1) if it becomes the first, else O(log n). Returns whether it did.
    bool insert(TimeoutNode& node);

    // Takes `node`, which is in this queue, out. O(log n), O(1) for a first node with one child.
    void remove(TimeoutNode& node);

    // Whether every parent is due before its children and every rank is right. O(n).
    bool is_consistent() const;

  private:
    TimeoutNode* root_ = nullptr;
    std::uint32_t next_sequence_ = 0;
};

}  // namespace baton
