// Lowest value first.
#pragma once

#include <array>
#include <baton/queue/basic_queue.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace baton {

namespace detail {

// The order of priority queues: by value; equal values by arrival. The arrival numbers never wrap: counting a billion
// items a second, 64 bits last for 584 years.
template <class Compare>
class ArrivalOrder {
  public:
    std::uint64_t next_arrival() { return next_++; }

    template <class Entry>
    bool is_before(Entry& a, Entry& b) const {
        if (less_(a.slot.get(), b.slot.get()))
            return true;
        return a.arrival < b.arrival && !less_(b.slot.get(), a.slot.get());
    }

  private:
    std::uint64_t next_ = 0;
    [[no_unique_address]] Compare less_;
};

}  // namespace detail

// A binary heap of at most N items.
template <class T, std::size_t N, class Compare>
class PriorityStore : public detail::BoundedStore<N> {
  public:
    using detail::BoundedStore<N>::BoundedStore;
    ~PriorityStore() {
        while (this->size_ > 0)
            entries_[--this->size_].slot.get().~T();
    }

    // See queue/store.hpp.
    bool push(T&& item) {
        std::size_t hole = this->size_++;
        Entry entry{order_.next_arrival(), {}};
        entry.slot.put(std::move(item));
        while (hole > 0 && order_.is_before(entry, entries_[parent(hole)])) {
            entries_[hole].become(entries_[parent(hole)]);
            hole = parent(hole);
        }
        entries_[hole].become(entry);
        return true;
    }

    // See queue/store.hpp.
    T pop() {
        T first(entries_[0].slot.take());
        Entry& last = entries_[--this->size_];
        if (this->size_ > 0)
            sink(last);
        return first;
    }

  private:
    struct Entry {
        // Takes over what is in `other`; there is nothing in this one.
        void become(Entry& other) {
            arrival = other.arrival;
            slot.put(other.slot.take());
        }

        std::uint64_t arrival;
        detail::Slot<T> slot;
    };

    static std::size_t parent(std::size_t index) { return (index - 1) / 2; }

    // Moves `last`, the entry behind the heap, to where it belongs; the heap's first place is empty.
    void sink(Entry& last) {
        std::size_t hole = 0;
        for (std::size_t child = 1; child < this->size_; child = 2 * hole + 1) {
            if (child + 1 < this->size_ && order_.is_before(entries_[child + 1], entries_[child]))
                ++child;
            if (order_.is_before(last, entries_[child]))
                break;
            entries_[hole].become(entries_[child]);
            hole = child;
        }
        entries_[hole].become(last);
    }

    detail::ArrivalOrder<Compare> order_;
    std::array<Entry, N> entries_;
};

// A bounded queue whose lowest item by `Compare` comes out first, and of equal ones the one that entered first. It has
// storage for N items inside, of which `capacity` are used. Comparing must not call the kernel. An item whose putter
// waits for room is not in the queue yet, however low it is.
// Cost of put() and get(): O(log size) comparisons and moves. Python: queue.PriorityQueue. See BasicQueue.
template <class T, std::size_t N, class Compare = std::less<>>
class PriorityQueue : public BasicQueue<T, PriorityStore<T, N, Compare>> {
  public:
    using BasicQueue<T, PriorityStore<T, N, Compare>>::BasicQueue;
};

}  // namespace baton
