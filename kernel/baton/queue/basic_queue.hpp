// What all queues share: bounded storage with tasks waiting at both ends.
#pragma once

#include <baton/core/kernel.hpp>
#include <optional>
#include <type_traits>
#include <utility>

namespace baton {

// Counts nothing: the tally of a queue without join().
struct NoTally {
    // As for a tally that has a use for a name.
    explicit NoTally(const char*) {}
    // An item was accepted.
    void add() {}
};

// A queue of T over `Store`, which decides the order: push(T&&), pop() and size(). `Tally` hears of each item that was
// accepted.
//
// Items are handed over directly: what is put while a task waits in get() goes to that task, and room made by get()
// goes to the first task that waits in put(), with its item. So nobody barges, and items of waiting putters enter in
// arrival order. Waiters are served by level, in arrival order within one.
//
// T is moved, never copied, once it is in put(); moving it must not call the kernel.
// Context of all functions: task, unless stated.
template <class T, class Store, class Tally = NoTally>
class BasicQueue {
  public:
    static_assert(std::is_nothrow_move_constructible_v<T>, "items are moved with the kernel entered");

    // A queue of at most `capacity` items. Fatal if `capacity` is not positive or more than there is storage for.
    explicit BasicQueue(int capacity, const char* name = nullptr)
        : capacity_(static_cast<std::size_t>(capacity)), getters_(name), putters_(name), tally_(name) {
        check(capacity > 0, Fatal::invalid_argument, "Queue: the capacity must be positive");
        check(capacity_ <= Store::kCapacityMax, Fatal::invalid_argument, "Queue: the capacity exceeds the storage");
    }

    // Puts an item in. Blocks: until there is room. Yields: if it blocks, or if it wakes a task of a higher level and
    // the kernel preempts. Errors: closed; cancelled. If the item was not taken, an rvalue argument keeps it.
    Status put(T&& item) {
        return put_with(item, [&] { return wait_for_room(item); });
    }
    Status put(const T& item) { return put(T(item)); }
    // The same, for a limited time. Errors: also timeout.
    Status put(T&& item, Timeout timeout) {
        return put_with(item, [&] { return wait_for_room(item, timeout); });
    }
    Status put(const T& item, Timeout timeout) { return put(T(item), timeout); }
    // The same if there is room now. Blocks: never. Errors: would_block; closed.
    Status try_put(T&& item) {
        return put_with(item, [] { return Status::would_block; });
    }
    Status try_put(const T& item) { return try_put(T(item)); }

    // Takes the next item out. Blocks: until there is one. Yields: if it blocks, or if it wakes a task of a higher
    // level and the kernel preempts. Errors: closed, when the queue is closed and empty; cancelled.
    Result<T> get() {
        return get_with([&](auto& slot) { return wait_for_item(slot); });
    }
    // The same, for a limited time. Errors: also timeout.
    Result<T> get(Timeout timeout) {
        return get_with([&](auto& slot) { return wait_for_item(slot, timeout); });
    }
    // The same if there is an item now. Blocks: never. Errors: would_block; closed.
    Result<T> try_get() {
        return get_with([](auto&) { return Status::would_block; });
    }

    // No item can be put in any more; those that are in can still be taken. Every waiting putter, and every waiting
    // getter (the queue is empty then), gets `closed`. Closing again does nothing. Blocks: never. Yields: as put().
    void close() {
        const KernelEntry entry;
        Kernel& kernel = this_kernel();
        closed_ = true;
        const Decision getters = kernel.wake_all(getters_, Status::closed);
        const Decision putters = kernel.wake_all(putters_, Status::closed);
        kernel.act(getters == Decision::reschedule ? getters : putters);
    }

    // size(), capacity(), empty(), full(), is_closed(): the state now; another task may change it as soon as the caller
    // gives up the CPU. Context: any.
    std::size_t size() const { return store_.size(); }
    std::size_t capacity() const { return capacity_; }
    bool empty() const { return size() == 0; }
    bool full() const { return size() == capacity_; }
    bool is_closed() const { return closed_; }
    // What reports call it. Context: any.
    const char* name() const { return getters_.name(); }

  protected:
    // For queues that ask it something.
    Tally& tally() { return tally_; }

  private:
    template <class WaitForRoom>
    Status put_with(T& item, WaitForRoom&& wait_for_room) {
        const KernelEntry entry;
        if (closed_) [[unlikely]]
            return Status::closed;
        if (getters_.has_waiters()) {
            Kernel& kernel = this_kernel();
            WaitNode& getter = *kernel.first_waiter(getters_);
            static_cast<std::optional<T>*>(getter.item)->emplace(std::move(item));
            tally_.add();
            kernel.act(kernel.wake_first(getters_, Status::ok));
            return Status::ok;
        }
        if (full())
            return wait_for_room();
        store_.push(std::move(item));
        tally_.add();
        return Status::ok;
    }

    template <class WaitForItem>
    Result<T> get_with(WaitForItem&& wait_for_item) {
        const KernelEntry entry;
        if (!empty()) {
            Result<T> item(store_.pop());
            if (putters_.has_waiters())
                admit_first_putter();
            return item;
        }
        if (closed_)
            return Unexpected(Status::closed);
        std::optional<T> slot;
        if (const Status status = wait_for_item(slot); status != Status::ok)
            return Unexpected(status);
        return std::move(*slot);
    }

    void admit_first_putter() {
        Kernel& kernel = this_kernel();
        WaitNode& putter = *kernel.first_waiter(putters_);
        store_.push(std::move(*static_cast<T*>(putter.item)));
        tally_.add();
        kernel.act(kernel.wake_first(putters_, Status::ok));
    }

    template <class... Limit>
    Status wait_for_room(T& item, Limit... limit) {
        return Kernel::wait_for(putters_, WaitReason::queue_room, limit..., &item);
    }
    template <class... Limit>
    Status wait_for_item(std::optional<T>& slot, Limit... limit) {
        return Kernel::wait_for(getters_, WaitReason::queue_item, limit..., &slot);
    }

    Store store_;
    std::size_t capacity_;
    WaitObject getters_;
    WaitObject putters_;
    bool closed_ = false;
    [[no_unique_address]] Tally tally_;
};

}  // namespace baton
