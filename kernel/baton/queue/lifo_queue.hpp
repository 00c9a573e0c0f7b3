// Last in, first out.
#pragma once

#include <array>
#include <baton/queue/basic_queue.hpp>
#include <cstddef>

namespace baton {

// A stack of at most N items.
template <class T, std::size_t N>
class LifoStore : public detail::BoundedStore<N> {
  public:
    using detail::BoundedStore<N>::BoundedStore;
    ~LifoStore() {
        while (this->size_ > 0)
            (void)pop();
    }

    // See queue/store.hpp.
    bool push(T&& item) {
        slots_[this->size_++].put(std::move(item));
        return true;
    }
    // See queue/store.hpp.
    T pop() { return slots_[--this->size_].take(); }

  private:
    std::array<detail::Slot<T>, N> slots_;
};

// A bounded queue whose newest item comes out first, with storage for N items inside, of which `capacity` are used.
// An item counts from when it entered, which for a putter that had to wait is when room was made.
// Python: queue.LifoQueue. See BasicQueue.
template <class T, std::size_t N>
class LifoQueue : public BasicQueue<T, LifoStore<T, N>> {
  public:
    using BasicQueue<T, LifoStore<T, N>>::BasicQueue;
};

}  // namespace baton
