// Waiting under a lock until something that the lock protects has changed.
#pragma once

#include <baton/core/kernel.hpp>
#include <concepts>
#include <cstdint>

namespace baton {

// A condition variable for any lock with lock() and unlock(), such as Mutex or std::unique_lock<Mutex>. wait() gives
// the lock up, waits for a notification and takes the lock again. None is lost between the first two, none is made up,
// and one that was sent before a task waited has no effect on it. Waiters are served by level, in arrival order within
// one. Still look at the predicate again: another task may have had the lock before the woken one.
// Python: threading.Condition; std::condition_variable_any.
//
// The lock's unlock() must not block. lock() is called before wait() returns, however it ends; with baton's locks it is
// not ended by Task::cancel().
class Condition : public WaitObject {
  public:
    // `name`, if given, must outlive the condition; reports show it.
    explicit constexpr Condition(const char* name = nullptr) : WaitObject(name) {}

    // Waits for a notification. The caller holds `lock`, once.
    // Context: task. Blocks: until notified, and until the lock is free. Yields: yes. Errors: cancelled.
    template <class Lock>
    Status wait(Lock& lock) {
        return wait_until(lock, Timeout::never());
    }
    // The same, for a limited time. Errors: also timeout.
    template <class Lock>
    Status wait(Lock& lock, Timeout timeout) {
        return wait_until(lock, timeout);
    }

    // Waits, as often as it takes, until `predicate()`, called under the lock, is true; not at all if it is already.
    template <class Lock, std::predicate Predicate>
    Status wait(Lock& lock, Predicate predicate) {
        return wait_for(lock, Timeout::never(), predicate);
    }
    // The same, for a limited time in all. Errors: timeout, if the predicate is still false then; cancelled, likewise.
    template <class Lock, std::predicate Predicate>
    Status wait_for(Lock& lock, Timeout timeout, Predicate predicate) {
        const Timeout limit = timeout.absolute();
        while (!predicate())
            if (const Status status = wait_until(lock, limit); status != Status::ok)
                return predicate() ? Status::ok : status;
        return Status::ok;
    }

    // Wakes up to `count` waiters. It is usual, and fair, to hold the lock. Context: task. Blocks: never.
    // Yields: if it wakes a task of a higher level and the kernel preempts. Cost: O(count).
    void notify(std::uint32_t count = 1);
    // Wakes all waiters. Otherwise as notify().
    void notify_all() { notify(UINT32_MAX); }
    // std::condition_variable's name.
    void notify_one() { notify(); }

  private:
    template <class Lock>
    Status wait_until(Lock& lock, Timeout timeout) {
        Waiter waiter(*this, timeout);
        waiter.enlist();
        lock.unlock();
        const Status status = waiter.wait();
        lock.lock();
        return status;
    }

    // A call of wait(): in the list of waiters from before the lock is given up.
    class Waiter {
      public:
        Waiter(Condition& condition, Timeout timeout);
        void enlist();
        Status wait();

      private:
        WaitNode node_;
        Wait wait_;
    };
};

}  // namespace baton
