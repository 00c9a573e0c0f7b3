// Queues without a bound of their own: each item stands in a block of a memory pool that the caller gives.
#pragma once

#include <baton/queue/basic_queue.hpp>
#include <baton/queue/priority_queue.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace baton {

// A chain of nodes with its last one known.
template <class T>
class FifoChain : public detail::PooledStore<T, detail::ChainNode<T>> {
    using Node = detail::ChainNode<T>;

  public:
    using detail::PooledStore<T, Node>::PooledStore;
    ~FifoChain() {
        while (front_)
            (void)pop();
    }

    // See queue/store.hpp.
    bool push(T&& item) {
        Node* const node = this->make_node(std::move(item));
        if (!node)
            return false;
        (front_ ? back_->next : front_) = node;
        back_ = node;
        return true;
    }
    // See queue/store.hpp.
    T pop() { return this->take_node(std::exchange(front_, front_->next)); }

  private:
    Node* front_ = nullptr;
    Node* back_ = nullptr;  // unless it is empty
};

// A chain of nodes, the newest first.
template <class T>
class LifoChain : public detail::PooledStore<T, detail::ChainNode<T>> {
    using Node = detail::ChainNode<T>;

  public:
    using detail::PooledStore<T, Node>::PooledStore;
    ~LifoChain() {
        while (top_)
            (void)pop();
    }

    // See queue/store.hpp.
    bool push(T&& item) {
        Node* const node = this->make_node(std::move(item));
        if (!node)
            return false;
        node->next = std::exchange(top_, node);
        return true;
    }
    // See queue/store.hpp.
    T pop() { return this->take_node(std::exchange(top_, top_->next)); }

  private:
    Node* top_ = nullptr;
};

namespace detail {

// A node of a leftist heap: `rank` is the length of its right spine, which no other way down is shorter than.
template <class T>
struct HeapItem {
    HeapItem* left = nullptr;
    HeapItem* right = nullptr;
    std::uint64_t arrival = 0;
    std::uint32_t rank = 1;
    Slot<T> slot;
};

}  // namespace detail

// A leftist heap: like a binary heap it takes O(log size), but it needs no array, and items never move.
template <class T, class Compare>
class PriorityChain : public detail::PooledStore<T, detail::HeapItem<T>> {
    using Node = detail::HeapItem<T>;

  public:
    using detail::PooledStore<T, Node>::PooledStore;
    ~PriorityChain() {
        while (first_)
            (void)pop();
    }

    // See queue/store.hpp.
    bool push(T&& item) {
        Node* const node = this->make_node(std::move(item));
        if (!node)
            return false;
        node->arrival = order_.next_arrival();
        first_ = merge(first_, node);
        return true;
    }
    // See queue/store.hpp.
    T pop() {
        Node* const first = std::exchange(first_, merge(first_->left, first_->right));
        return this->take_node(first);
    }

  private:
    // One heap of two. Down the right spines, which then point upwards until the ranks are right again: so it needs
    // neither recursion nor a stack.
    Node* merge(Node* a, Node* b) {
        Node* above = nullptr;
        while (a && b) {
            if (order_.is_before(*b, *a))
                std::swap(a, b);
            Node* const next = std::exchange(a->right, above);
            above = std::exchange(a, next);
        }
        Node* merged = a ? a : b;
        while (above) {
            Node* const node = std::exchange(above, above->right);
            node->right = merged;
            if (rank(node->left) < rank(node->right))
                std::swap(node->left, node->right);
            node->rank = rank(node->right) + 1;
            merged = node;
        }
        return merged;
    }
    static std::uint32_t rank(const Node* node) { return node ? node->rank : 0; }

    detail::ArrivalOrder<Compare> order_;
    Node* first_ = nullptr;
};

// Queues of any number of items: as many as `memory`, which several queues may share, has blocks of kBlockBytes for.
// put() never blocks; when the memory is used up it says no_memory, nothing is lost, and the queue goes on working.
//
//   using Jobs = UnboundedQueue<Job>;
//   StaticMemoryPool<Jobs::kBlockBytes, 100> memory("jobs");
//   Jobs jobs(memory);
//
// Python: queue.Queue(maxsize=0), whose memory is the heap. See BasicQueue.
template <class T>
class UnboundedQueue : public BasicQueue<T, FifoChain<T>> {
  public:
    using BasicQueue<T, FifoChain<T>>::BasicQueue;
};

// The newest item first: see LifoQueue.
template <class T>
class UnboundedLifoQueue : public BasicQueue<T, LifoChain<T>> {
  public:
    using BasicQueue<T, LifoChain<T>>::BasicQueue;
};

// The lowest item first, equal ones in arrival order: see PriorityQueue.
template <class T, class Compare = std::less<>>
class UnboundedPriorityQueue : public BasicQueue<T, PriorityChain<T, Compare>> {
  public:
    using BasicQueue<T, PriorityChain<T, Compare>>::BasicQueue;
};

}  // namespace baton
