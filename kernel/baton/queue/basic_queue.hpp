// What all queues share: a store of items with tasks waiting at both ends.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/queue/store.hpp>
#include <type_traits>
#include <utility>

namespace baton {

// Hears of nothing: the observer of a queue without join() or poll().
struct NoObserver {
    static constexpr WaitReason kItemReason = WaitReason::queue_item;  // what getters wait for, in reports
    static constexpr WaitReason kRoomReason = WaitReason::queue_room;  // and putters

    // As for an observer that has a use for a name.
    explicit NoObserver(const char*) {}
    // An item was accepted, into the store or by a waiting getter.
    void on_accept() {}
    // An item was put into the store, and the caller returns next: the observer may let others run.
    void on_store() {}
    // The queue was closed, perhaps not for the first time.
    Decision on_close(Kernel&) { return Decision::stay; }
};

// Who waits at a queue's ends, and whether it is closed: what does not depend on the items.
class QueueEnds {
  public:
    // Whether close() was called. Context: any.
    bool is_closed() const { return closed_; }
    // What reports call it. Context: any.
    const char* name() const { return getters_.name(); }

  protected:
    // Tasks that wait at either end wait for an object of this name.
    explicit QueueEnds(const char* name) : getters_(name), putters_(name) {}

    // Wakes the first who waits at `end`, for whom everything is done, and lets it run if it is to run.
    static void wake_first_and_act(WaitObject& end);
    // Closes it, and refuses everybody who waits.
    Decision close_entered(Kernel& kernel);

    WaitObject getters_;   // who waits for an item: the queue is empty then
    WaitObject putters_;   // who waits for room: the queue is full then
    bool closed_ = false;  // no item may be put in
};

// A queue of T over `Store`, which decides the order and where the items are (queue/store.hpp). `Observer` hears of
// each item that was accepted.
//
// Items are handed over directly: what is put while a task waits in get() goes to that task, and room made by get()
// goes to the first task that waits in put(), with its item. So nobody barges, and items of waiting putters enter in
// arrival order. Waiters are served by level, in arrival order within one.
//
// Where the order is not first in, first out: an item whose putter still waits is not in the queue. get() takes the
// best of those that are in, and then lets the first waiting putter's item in, as in Python.
//
// T is moved, never copied, once it is in put(); moving it must not call the kernel.
// Context of all functions: task, unless stated.
template <class T, class Store, class Observer = NoObserver>
class BasicQueue : public QueueEnds {
  public:
    static_assert(std::is_nothrow_move_constructible_v<T>, "items are moved with the kernel entered");

    using Item = T;                 // what is in it
    using ItemStore = Store;        // what decides the order
    using ItemObserver = Observer;  // what hears of each item
    // The size of the blocks that an unbounded queue takes.
    static constexpr std::size_t kBlockBytes = Store::kBlockBytes;

    // A queue of at most `capacity` items. Fatal if `capacity` is not positive or more than there is storage for.
    explicit BasicQueue(int capacity = static_cast<int>(Store::kCapacityMax),
                        const char* name = nullptr) requires(Store::kBounded)
        : QueueEnds(name), observer_(name), store_(capacity) {}

    // An unbounded queue, which takes a block of `memory` for each item and gives it back with the item. Fatal if the
    // blocks are smaller than kBlockBytes.
    explicit BasicQueue(MemoryPool& memory, const char* name = nullptr) requires(!Store::kBounded)
        : QueueEnds(name), observer_(name), store_(memory) {}

    // Puts an item in. Blocks: until there is room; never if the queue is unbounded. Yields: if it blocks, or if it
    // wakes a task of a higher level and the kernel preempts. Errors: closed; cancelled; no_memory if the queue is
    // unbounded and its pool used up. If the item was not taken, an rvalue argument keeps it.
    Status put(T&& item) {
        return put_with(item, [&] { return wait_for_room(item); });
    }
    Status put(const T& item) { return put(T(item)); }
    // The same, for a limited time. Errors: also timeout.
    Status put(T&& item, Timeout timeout) {
        return put_with(item, [&] { return wait_for_room(item, timeout); });
    }
    Status put(const T& item, Timeout timeout) { return put(T(item), timeout); }
    // The same if there is room now. Blocks: never. Errors: would_block; closed; no_memory.
    Status try_put(T&& item) {
        return put_with(item, [] { return Status::would_block; });
    }
    Status try_put(const T& item) { return try_put(T(item)); }

    // Takes the next item out. Blocks: until there is one. Yields: if it blocks, or if it wakes a task of a higher
    // level and the kernel preempts. Errors: closed, when the queue is closed and empty; cancelled.
    Result<T> get() {
        return get_with([&](auto& result) { return wait_for_item(result); });
    }
    // The same, for a limited time. Errors: also timeout.
    Result<T> get(Timeout timeout) {
        return get_with([&](auto& result) { return wait_for_item(result, timeout); });
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
        const Decision waiters = close_entered(kernel);
        const Decision observers = observer_.on_close(kernel);
        kernel.act(waiters == Decision::reschedule ? waiters : observers);
    }

    // size(), empty(), full(): the state now; another task may change it as soon as the caller gives up the
    // CPU. Context: any.
    std::size_t size() const { return store_.size(); }
    bool empty() const { return size() == 0; }
    // An unbounded queue is never full.
    bool full() const { return store_.full(); }
    // How many items may be in; only if the queue is bounded. Context: any.
    std::size_t capacity() const requires(Store::kBounded) { return store_.capacity(); }

  protected:
    // For queues that ask it something.
    Observer& observer() { return observer_; }

  private:
    template <class Queue>
    friend class GetCase;
    template <class Queue>
    friend class PutCase;

    template <class WaitForRoom>
    Status put_with(T& item, WaitForRoom&& wait_for_room) {
        const KernelEntry entry;
        return put_entered(item, wait_for_room);
    }

    template <class WaitForRoom>
    Status put_entered(T& item, WaitForRoom&& wait_for_room) {
        if (closed_) [[unlikely]]
            return Status::closed;
        if (getters_.has_waiters()) {
            hand_over(item);
            wake_first_and_act(getters_);
            return Status::ok;
        }
        if (full())
            return wait_for_room();
        if (!store_.push(std::move(item)))
            return Status::no_memory;
        observer_.on_accept();
        observer_.on_store();
        return Status::ok;
    }

    // Gives the item to the first waiting getter.
    void hand_over(T& item) {
        const WaitNode& getter = *Kernel::first_waiter(getters_);
        static_cast<Result<T>*>(getter.item)->emplace(std::move(item));
        observer_.on_accept();
    }

    template <class WaitForItem>
    Result<T> get_with(WaitForItem&& wait_for_item) {
        const KernelEntry entry;
        return get_entered(wait_for_item);
    }

    template <class WaitForItem>
    Result<T> get_entered(WaitForItem&& wait_for_item) {
        if (!empty()) {
            Result<T> item(store_.pop());
            if (putters_.has_waiters())
                admit_first_putter();
            return item;
        }
        Result<T> result(tl::unexpect, Status::closed);
        if (closed_)
            return result;
        if (const Status status = wait_for_item(result); status != Status::ok)
            result.error() = status;
        return result;
    }

    void admit_first_putter() {
        const WaitNode& putter = *Kernel::first_waiter(putters_);
        (void)store_.push(std::move(*static_cast<T*>(putter.item)));
        observer_.on_accept();
        wake_first_and_act(putters_);
    }

    template <class... Limit>
    Status wait_for_room(T& item, Limit... limit) {
        return Kernel::wait_for(putters_, Observer::kRoomReason, limit..., &item);
    }
    template <class... Limit>
    Status wait_for_item(Result<T>& result, Limit... limit) {
        return Kernel::wait_for(getters_, Observer::kItemReason, limit..., &result);
    }

    [[no_unique_address]] Observer observer_;
    Store store_;
};

}  // namespace baton
