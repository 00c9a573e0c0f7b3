// An intrusive leftist heap: the pending deadlines, and ready tasks in the order of a key.
//
// Insertion of the smallest key, the common case of a short sleep, is O(1); every other operation is O(log n) in the
// worst case, not amortised, because a kernel's worst case is what its users pay for. (A pairing heap is quicker on
// average, but its first removal after n insertions costs n; an array heap needs an array; a timing wheel needs 256
// pointers before the first timer.) Clark A. Crane, "Linear lists and priority queues as balanced binary trees", 1972.
#pragma once

#include <cstdint>

namespace baton {

// What is in a heap derives from this.
struct HeapNode {
    HeapNode* left;
    HeapNode* right;
    HeapNode* parent;
    std::int64_t key;
    std::uint32_t sequence;  // equal keys leave in the order in which they came
    std::uint32_t rank;      // length of the rightmost path, at most log2(n + 1)

    // Whether this one leaves before `other`.
    bool is_before(const HeapNode& other) const {
        return key != other.key ? key < other.key : static_cast<std::int32_t>(sequence - other.sequence) < 0;
    }
};

class LeftistHeap {
  public:
    constexpr LeftistHeap() = default;
    LeftistHeap(const LeftistHeap&) = delete;
    LeftistHeap& operator=(const LeftistHeap&) = delete;

    bool empty() const { return root_ == nullptr; }

    // The node with the smallest key, or null. O(1).
    HeapNode* first() const { return root_; }

    // Inserts `node`, whose key is set. O(1) if it becomes the first, else O(log n). Returns whether it did.
    bool insert(HeapNode& node) {
        node.sequence = next_sequence_++;
        return insert_in_order(node);
    }

    // The same for a node whose sequence is set too, by the caller for all that it inserts.
    bool insert_in_order(HeapNode& node);

    // Takes `node`, which is in this heap, out. O(log n), O(1) for a first node with one child.
    void remove(HeapNode& node);

    // Whether every parent comes before its children and every rank is right. O(n).
    bool is_consistent() const;

  private:
    HeapNode* root_ = nullptr;
    std::uint32_t next_sequence_ = 0;
};

}  // namespace baton
