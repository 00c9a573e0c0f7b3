// Waiting for the first of any mix of things.
//
//   std::optional<int> item;
//   const Selected selected = select(100ms, on_get(queue, item), on_acquire(semaphore), on_join(task));
//   if (selected == Selected{0, Status::ok}) use(*item);
#pragma once

#include <array>
#include <baton/core/select_case.hpp>
#include <baton/core/spawn.hpp>
#include <baton/io/stream.hpp>
#include <baton/sync/event.hpp>
#include <baton/sync/event_flags.hpp>
#include <baton/sync/mutex.hpp>
#include <baton/sync/recursive_mutex.hpp>
#include <baton/sync/rw_lock.hpp>
#include <baton/sync/semaphore.hpp>
#include <concepts>
#include <optional>
#include <type_traits>

namespace baton {

// A case of select(): what on_acquire() and its kin return.
template <class T>
concept IsSelectCase = std::derived_from<std::remove_cvref_t<T>, SelectCase>;

// Waits until one of the cases can go on, and lets exactly that one do so: the item is taken, the lock is held. The
// others leave no trace. Fair among those that are ready at once; a case that becomes ready while the task waits goes
// through as that case's blocking call would, in its order among all waiters. A task that waits so for a lock lends its
// level to the lock's owner. Memory: the caller's stack. See Selected for the result.
// Context: task. Blocks: until then, or the timeout. Yields: if it blocks or wakes a task of a higher level.
// Errors: timeout; cancelled. Cost: O(cases).
template <IsSelectCase... Cases>
Selected select(Timeout timeout, Cases&&... cases) {
    const std::array<SelectCase*, sizeof...(Cases)> all{&cases...};
    std::array<WaitNode, sizeof...(Cases)> nodes;
    return select_among(all, nodes, timeout);
}
// The same without a limit.
template <IsSelectCase... Cases>
Selected select(Cases&&... cases) {
    return select(Timeout::never(), cases...);
}
// The same without waiting. Errors: would_block.
template <IsSelectCase... Cases>
Selected try_select(Cases&&... cases) {
    const std::array<SelectCase*, sizeof...(Cases)> all{&cases...};
    return try_select_among(all);
}

// Semaphore::acquire().
class SemaphoreCase final : public SelectCase {
  public:
    // Made by on_acquire().
    explicit SemaphoreCase(Semaphore& semaphore) : semaphore_(semaphore) {}
    explicit SemaphoreCase(BoundedSemaphore& semaphore) : semaphore_(semaphore) {}

    bool is_ready() const override { return semaphore_.count() > 0; }
    Status take(Decision&) override {
        --semaphore_.count_;
        return Status::ok;
    }
    WaitNode node(Task& task) override { return {task, semaphore_, WaitReason::semaphore}; }

  private:
    Semaphore& semaphore_;
};

// Event::wait().
class EventCase final : public SelectCase {
  public:
    // Made by on_set().
    explicit EventCase(Event& event) : event_(event) {}

    bool is_ready() const override { return event_.is_set(); }
    Status take(Decision&) override { return Status::ok; }
    WaitNode node(Task& task) override { return {task, event_, WaitReason::event}; }

  private:
    Event& event_;
};

// Mutex::acquire(). Errors in Selected: owner_dead; deadlock if the caller holds it.
class LockCase final : public SelectCase {
  public:
    // Made by on_lock().
    explicit LockCase(Mutex& mutex) : mutex_(mutex) {}

    bool is_ready() const override;
    Status take(Decision&) override;
    WaitNode node(Task& task) override { return {task, mutex_, WaitReason::lock}; }
    void enlist(WaitNode& node) override { Kernel::enlist_for_lock(node); }

  private:
    Mutex& mutex_;
};

// RecursiveMutex::acquire(). Errors in Selected: owner_dead; overflow.
class RecursiveLockCase final : public SelectCase {
  public:
    // Made by on_lock().
    explicit RecursiveLockCase(RecursiveMutex& mutex) : mutex_(mutex), first_(mutex.mutex_) {}

    bool is_ready() const override { return first_.is_ready(); }
    Status take(Decision& decision) override {
        return mutex_.is_mine() ? mutex_.again() : mutex_.first(first_.take(decision));
    }
    WaitNode node(Task& task) override { return first_.node(task); }
    void enlist(WaitNode& node) override { first_.enlist(node); }
    void finish(Status status) override { (void)mutex_.first(status); }

  private:
    RecursiveMutex& mutex_;
    LockCase first_;
};

// RwLock::acquire_read(). Errors in Selected: owner_dead; deadlock if the caller writes.
class ReadCase final : public SelectCase {
  public:
    // Made by the functions below.
    explicit ReadCase(RwLock& lock) : lock_(lock) {}

    bool is_ready() const override;
    Status take(Decision&) override;
    WaitNode node(Task& task) override { return {task, lock_, WaitReason::read_lock}; }
    void enlist(WaitNode& node) override { Kernel::enlist_in_line(node); }

  private:
    RwLock& lock_;
};

// RwLock::acquire_write(). Errors in Selected: owner_dead; deadlock if the caller writes.
class WriteCase final : public SelectCase {
  public:
    // Made by the functions below.
    explicit WriteCase(RwLock& lock) : lock_(lock) {}

    bool is_ready() const override;
    Status take(Decision&) override;
    WaitNode node(Task& task) override { return {task, lock_, WaitReason::write_lock}; }
    void enlist(WaitNode& node) override { Kernel::enlist_in_line(node); }

  private:
    RwLock& lock_;
};

// EventFlags::wait_any() or wait_all(): `result` gets what the call would return. Errors in Selected: invalid.
class FlagsCase final : public SelectCase {
  public:
    // Made by the functions below.
    FlagsCase(EventFlags& flags, EventFlags::Request request, std::uint32_t& result)
        : flags_(flags), request_(request), result_(result) {}

    bool is_ready() const override { return request_.mask == 0 || request_.is_met_by(flags_.get()); }
    Status take(Decision&) override {
        const Status status = flags_.meet(request_);
        result_ = request_.met_by;
        return status;
    }
    WaitNode node(Task& task) override { return {task, flags_, WaitReason::event_flags, &request_}; }
    void finish(Status) override { result_ = request_.met_by; }

  private:
    EventFlags& flags_;
    EventFlags::Request request_;
    std::uint32_t& result_;
};

// Task::join(). Errors in Selected: invalid if it was never started; deadlock for the caller itself.
class JoinCase final : public SelectCase {
  public:
    // Made by on_join().
    explicit JoinCase(Task& task) : task_(task) {}

    bool is_ready() const override { return task_.can_join() != Status::would_block; }
    Status take(Decision&) override { return task_.can_join(); }
    WaitNode node(Task& task) override { return {task, task_, WaitReason::join}; }

  private:
    Task& task_;
};

// on_acquire(), on_set(), on_lock(), on_join(): the cases, for select()'s arguments. See the class that is returned.
// get() of any queue. Errors in Selected: closed.
template <class Queue>
class GetCase final : public SelectCase {
    using Item = typename Queue::Item;

  public:
    // The item goes into `item`, which is not touched otherwise.
    GetCase(Queue& queue, std::optional<Item>& item) : queue_(queue), item_(item) {}

    bool is_ready() const override { return !queue_.empty() || queue_.is_closed(); }
    Status take(Decision&) override {
        Result<Item> result = queue_.get_entered([](auto&) { return Status::would_block; });
        if (!result)
            return result.error();
        item_.emplace(*std::move(result));
        return Status::ok;
    }
    WaitNode node(Task& task) override { return {task, queue_.getters_, Queue::ItemObserver::kItemReason, &result_}; }
    void finish(Status status) override {
        if (status == Status::ok)
            item_.emplace(*std::move(result_));
    }

  private:
    Queue& queue_;
    std::optional<Item>& item_;
    Result<Item> result_{tl::unexpect, Status::closed};
};

// put() of any queue. Errors in Selected: closed; no_memory.
template <class Queue>
class PutCase final : public SelectCase {
    using Item = typename Queue::Item;

  public:
    // `item` is moved from if it was taken, and not touched otherwise.
    PutCase(Queue& queue, Item& item) : queue_(queue), item_(item) {}

    bool is_ready() const override { return queue_.is_closed() || queue_.getters_.has_waiters() || !queue_.full(); }
    Status take(Decision&) override {
        return queue_.put_entered(item_, [] { return Status::would_block; });
    }
    WaitNode node(Task& task) override { return {task, queue_.putters_, Queue::ItemObserver::kRoomReason, &item_}; }

  private:
    Queue& queue_;
    Item& item_;
};

// That a stream can be read, can be written, or has failed. This moves no byte: read or write next, with a try_ form if
// other tasks use the stream too and may be faster.
class StreamCase final : public SelectCase {
  public:
    // What is waited for.
    enum class Event : std::uint8_t { readable, writable, failed };

    StreamCase() = default;  // set() comes before its use
    // Made by on_readable(), on_writable() and on_error().
    StreamCase(Stream& stream, Event event) : stream_(&stream), event_(event) {}
    // Makes it a case of this.
    void set(Stream& stream, Event event) {
        stream_ = &stream;
        event_ = event;
    }

    bool is_ready() const override;
    Status take(Decision&) override { return Status::ok; }
    WaitNode node(Task& task) override;

  private:
    Stream* stream_ = nullptr;
    Event event_ = Event::readable;
};

// The case of Semaphore::acquire().
inline SemaphoreCase on_acquire(Semaphore& semaphore) {
    return SemaphoreCase(semaphore);
}
// The case of BoundedSemaphore::acquire().
inline SemaphoreCase on_acquire(BoundedSemaphore& semaphore) {
    return SemaphoreCase(semaphore);
}
// The case of Event::wait().
inline EventCase on_set(Event& event) {
    return EventCase(event);
}
// The case of Mutex::acquire().
inline LockCase on_lock(Mutex& mutex) {
    return LockCase(mutex);
}
// The case of RecursiveMutex::acquire().
inline RecursiveLockCase on_lock(RecursiveMutex& mutex) {
    return RecursiveLockCase(mutex);
}
// The case of RwLock::acquire_read().
inline ReadCase on_read(RwLock& lock) {
    return ReadCase(lock);
}
// The case of RwLock::acquire_write().
inline WriteCase on_write(RwLock& lock) {
    return WriteCase(lock);
}
// The case of EventFlags::wait_any().
inline FlagsCase on_any(EventFlags& flags, std::uint32_t mask, std::uint32_t& result,
                        EventFlags::Clear clear = EventFlags::Clear::no) {
    return FlagsCase(flags, {mask, false, clear}, result);
}
// The case of EventFlags::wait_all().
inline FlagsCase on_all(EventFlags& flags, std::uint32_t mask, std::uint32_t& result,
                        EventFlags::Clear clear = EventFlags::Clear::no) {
    return FlagsCase(flags, {mask, true, clear}, result);
}
// The case of get(): see GetCase.
template <class Queue>
GetCase<Queue> on_get(Queue& queue, std::optional<typename Queue::Item>& item) {
    return {queue, item};
}
// The case of put(): see PutCase.
template <class Queue>
PutCase<Queue> on_put(Queue& queue, typename Queue::Item& item) {
    return {queue, item};
}
// That a stream can be read: see StreamCase.
inline StreamCase on_readable(Stream& stream) {
    return {stream, StreamCase::Event::readable};
}
// That a stream can be written: see StreamCase.
inline StreamCase on_writable(Stream& stream) {
    return {stream, StreamCase::Event::writable};
}
// That a stream has failed: see StreamCase.
inline StreamCase on_error(Stream& stream) {
    return {stream, StreamCase::Event::failed};
}
// The case of Task::join().
inline JoinCase on_join(Task& task) {
    return JoinCase(task);
}
// The case of Task::join().
inline JoinCase on_join(const TaskReference& task) {
    return JoinCase(task.task());
}

}  // namespace baton
