// First in, first out.
#pragma once

#include <array>
#include <baton/queue/basic_queue.hpp>
#include <bit>
#include <cstddef>

namespace baton {

// A ring of at most N items.
template <class T, std::size_t N>
class FifoStore : public detail::BoundedStore<N> {
  public:
    using detail::BoundedStore<N>::BoundedStore;
    ~FifoStore() {
        while (this->size_ > 0)
            (void)pop();
    }

    // Puts an item at the end. There is room.
    bool push(T&& item) {
        slots_[back_].put(std::move(item));
        back_ = after(back_);
        ++this->size_;
        return true;
    }

    // Takes out the item that has been in longest. There is one.
    T pop() {
        const std::size_t front = front_;
        front_ = after(front);
        --this->size_;
        return slots_[front].take();
    }

  private:
    static std::size_t after(std::size_t index) {
        if constexpr (std::has_single_bit(N))
            return (index + 1) % N;
        return index + 1 == N ? 0 : index + 1;
    }

    std::size_t front_ = 0;
    std::size_t back_ = 0;
    std::array<detail::Slot<T>, N> slots_;
};

// A bounded queue with storage for N items inside, of which `capacity` are used. Python: queue.Queue. See BasicQueue.
template <class T, std::size_t N>
class Queue : public BasicQueue<T, FifoStore<T, N>> {
  public:
    using BasicQueue<T, FifoStore<T, N>>::BasicQueue;
};

}  // namespace baton
