// Mutual exclusion.
#pragma once

#include <baton/core/kernel.hpp>
#include <chrono>

namespace baton {

// A lock that one task at a time owns. Not recursive. While tasks wait for it, its owner runs at the highest of their
// levels (priority inheritance, through chains of locks). release() hands it to the first waiter: by level, in arrival
// order within one. If its owner ends without releasing it, the next owner is told: owner_dead.
//
// Two sets of names. acquire/release, as Python's threading.Lock, say what happened as a Status. lock/unlock and
// try_lock*, as std::timed_mutex, so that std::lock_guard, std::unique_lock and std::scoped_lock work; what a Status
// would say there ends in a fatal report. Size: 16 bytes on a 32-bit target.
class Mutex : public LockObject {
  public:
    // A lock that is free. `name`, if given, must outlive it; reports show it.
    explicit constexpr Mutex(const char* name = nullptr) : LockObject(name) {}

    // Takes the lock. Context: task. Blocks: until it is free. Yields: if it blocks.
    // Errors: deadlock if this would wait for ever (the caller owns it, or a cycle of waits leads back to the caller);
    // owner_dead: the lock was taken, but what it protects may be inconsistent; cancelled.
    Status acquire() {
        const KernelEntry entry;
        Kernel& kernel = this_kernel();
        if (owner_ == nullptr) [[likely]] {
            Kernel::take_lock(*this, kernel.current());
            return Status::ok;
        }
        return Kernel::wait_for_lock(*this);
    }

    // The same, for a limited time. Errors: also timeout; with a deadline no wait is for ever, so not deadlock.
    Status acquire(Timeout timeout) {
        const KernelEntry entry;
        Kernel& kernel = this_kernel();
        if (owner_ == nullptr) [[likely]] {
            Kernel::take_lock(*this, kernel.current());
            return Status::ok;
        }
        return Kernel::wait_for_lock(*this, timeout);
    }

    // Takes the lock if it is free. Context: task. Blocks: never. Yields: no. Errors: would_block; owner_dead.
    Status try_acquire();

    // Gives the lock up, to the first waiter if there is one. Context: task. Blocks: never.
    // Yields: if a task of a higher level is then ready and the kernel preempts. Errors: not_owner.
    Status release() {
        const KernelEntry entry;
        Kernel& kernel = this_kernel();
        Task& task = kernel.current();
        if (owner_ != &task) [[unlikely]]
            return Status::not_owner;
        if (!has_waiters() && Kernel::drop_last_lock(*this, task)) [[likely]]
            return Status::ok;
        Kernel::release_lock(*this);
        return Status::ok;
    }

    // acquire(), fatal on any error. Not ended by Task::cancel().
    void lock() {
        if (const Status status = acquire(); status != Status::ok) [[unlikely]]
            lock_after(status);
    }
    // Whether the lock was taken; fatal on owner_dead. Not ended by Task::cancel().
    bool try_lock() { return expect_lock(try_acquire()); }
    // try_lock_for(), try_lock_until(): whether the lock was taken in time; fatal on owner_dead. Not ended by
    // Task::cancel().
    template <class Rep, class Period>
    bool try_lock_for(std::chrono::duration<Rep, Period> duration) {
        return try_lock_within(duration);
    }
    template <class D>
    bool try_lock_until(std::chrono::time_point<Clock, D> instant) {
        return try_lock_within(instant);
    }
    // release(), fatal on any error.
    void unlock() {
        if (const Status status = release(); status != Status::ok) [[unlikely]]
            fail(status);
    }

  private:
    friend class LockCase;

    void lock_after(Status status);
    bool try_lock_within(Timeout timeout);
    bool expect_lock(Status status) const;
    [[noreturn]] void fail(Status status) const;
};

}  // namespace baton
