// First in, first out.
#pragma once

#include <array>
#include <baton/queue/basic_queue.hpp>
#include <cstddef>

namespace baton {

// A ring of at most N items.
template <class T, std::size_t N>
class FifoStore {
  public:
    static constexpr std::size_t kCapacityMax = N;  // how many items there is storage for

    FifoStore() = default;
    FifoStore(const FifoStore&) = delete;
    FifoStore& operator=(const FifoStore&) = delete;
    ~FifoStore() {
        while (size_ > 0)
            (void)pop();
    }

    // How many items there are now.
    std::size_t size() const { return size_; }

    // Puts an item at the end. There is room.
    void push(T&& item) {
        new (&slots_[back_]) T(std::move(item));
        back_ = after(back_);
        ++size_;
    }

    // Takes out the item that has been in longest. There is one.
    T pop() {
        T& front = *std::launder(reinterpret_cast<T*>(&slots_[front_]));
        T item(std::move(front));
        front.~T();
        front_ = after(front_);
        --size_;
        return item;
    }

  private:
    struct alignas(T) Slot {
        std::byte bytes[sizeof(T)];
    };

    static std::size_t after(std::size_t index) { return index + 1 == N ? 0 : index + 1; }

    std::size_t size_ = 0;
    std::size_t front_ = 0;
    std::size_t back_ = 0;
    std::array<Slot, N> slots_;
};

// A bounded queue with storage for N items inside. Python: queue.Queue. See BasicQueue.
template <class T, std::size_t N>
class Queue : public BasicQueue<T, FifoStore<T, N>> {
  public:
    // Uses `capacity` of the N places.
    explicit Queue(int capacity = static_cast<int>(N), const char* name = nullptr)
        : BasicQueue<T, FifoStore<T, N>>(capacity, name) {}
};

}  // namespace baton
