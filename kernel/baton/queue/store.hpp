// What the stores of queues are made of. A store keeps the items of a BasicQueue and decides their order:
//
//   static constexpr bool kBounded;   whether it has room for a fixed number of items, inside
//   static constexpr std::size_t kBlockBytes;   what an item needs of a memory pool; 0 if it is bounded
//   bool full() const;                constant false if it is not bounded
//   bool push(T&&);                   false, and the item is untouched, if there is no memory; called unless full()
//   T pop();                          the next item; called unless size() is 0
//   std::size_t size() const;
#pragma once

#include <baton/core/memory_pool.hpp>
#include <baton/core/panic.hpp>
#include <cstddef>
#include <new>
#include <utility>

namespace baton::detail {

// Room for a T that is made and destroyed by hand.
template <class T>
class Slot {
  public:
    void put(T&& item) { new (bytes_) T(std::move(item)); }
    T& get() { return *std::launder(reinterpret_cast<T*>(bytes_)); }
    // Moves the item out and destroys what is left of it.
    T take() {
        T& place = get();
        T item(std::move(place));
        place.~T();
        return item;
    }

  private:
    alignas(T) std::byte bytes_[sizeof(T)];
};

// The counts of a store of at most N items.
template <std::size_t N>
class BoundedStore {
  public:
    static constexpr bool kBounded = true;
    static constexpr std::size_t kCapacityMax = N;
    static constexpr std::size_t kBlockBytes = 0;

    explicit BoundedStore(int capacity) : capacity_(static_cast<std::size_t>(capacity)) {
        check(capacity > 0, Fatal::invalid_argument, "Queue: the capacity must be positive");
        check(capacity_ <= N, Fatal::invalid_argument, "Queue: the capacity exceeds the storage");
    }
    BoundedStore(const BoundedStore&) = delete;
    BoundedStore& operator=(const BoundedStore&) = delete;

    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    bool full() const { return size_ == capacity_; }

  protected:
    std::size_t size_ = 0;
    std::size_t capacity_;
};

// The counts of a store whose items stand in nodes from a pool. A Node has a Slot<T> `slot`.
template <class T, class Node>
class PooledStore {
  public:
    static constexpr bool kBounded = false;
    static constexpr std::size_t kBlockBytes = sizeof(Node);
    static_assert(alignof(Node) <= MemoryPool::kAlignment, "pools have no blocks for such an alignment");

    explicit PooledStore(MemoryPool& memory) : memory_(memory) {
        check(memory.block_bytes() >= kBlockBytes, Fatal::invalid_argument, "Queue: the pool's blocks are too small");
    }
    PooledStore(const PooledStore&) = delete;
    PooledStore& operator=(const PooledStore&) = delete;

    std::size_t size() const { return size_; }
    static constexpr bool full() { return false; }
    MemoryPool& memory() const { return memory_; }

  protected:
    // A node with the item, or null if there is no memory.
    Node* make_node(T&& item) {
        void* const block = memory_.take();
        if (!block)
            return nullptr;
        Node* const node = new (block) Node;
        node->slot.put(std::move(item));
        ++size_;
        return node;
    }
    // The item of a node that is in no list any more.
    T take_node(Node* node) {
        T item(node->slot.take());
        memory_.give(node);
        --size_;
        return item;
    }

  private:
    MemoryPool& memory_;
    std::size_t size_ = 0;
};

// A pooled store's node in a chain.
template <class T>
struct ChainNode {
    ChainNode* next = nullptr;
    Slot<T> slot;
};

}  // namespace baton::detail
