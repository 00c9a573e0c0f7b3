// A mutex that its owner may take again.
#pragma once

#include <baton/sync/mutex.hpp>
#include <cstdint>

namespace baton {

// A Mutex that counts: its owner may acquire it again, and it is free when it was released as often. The same names,
// statuses and guarantees as Mutex. Python: threading.RLock; std::recursive_timed_mutex.
class RecursiveMutex {
  public:
    // A lock that is free. `name`, if given, must outlive it; reports show it.
    explicit constexpr RecursiveMutex(const char* name = nullptr) : mutex_(name) {}

    // acquire(), try_acquire(), release(): see Mutex. Errors: also overflow after 2^32 - 1 acquisitions by one owner.
    Status acquire() { return acquire(Timeout::never()); }
    Status acquire(Timeout timeout) { return is_mine() ? again() : first(mutex_.acquire(timeout)); }
    Status try_acquire() { return is_mine() ? again() : first(mutex_.try_acquire()); }
    Status release() {
        if (!is_mine())
            return Status::not_owner;
        return --count_ > 0 ? Status::ok : mutex_.release();
    }

    // lock(), try_lock(), try_lock_for(), try_lock_until(), unlock(): as Mutex's.
    void lock() { lock_within(Timeout::never()); }
    bool try_lock() { return expect(try_acquire()); }
    template <class Rep, class Period>
    bool try_lock_for(std::chrono::duration<Rep, Period> duration) {
        return lock_within(duration);
    }
    template <class D>
    bool try_lock_until(std::chrono::time_point<Clock, D> instant) {
        return lock_within(instant);
    }
    void unlock() { expect(release()); }

    // How often its owner holds it; 0 if it is free. Context: any.
    std::uint32_t count() const { return mutex_.owner() ? count_ : 0; }
    // owner(), explain_deadlock(), name(): as Mutex's.
    Task* owner() const { return mutex_.owner(); }
    void explain_deadlock() const { mutex_.explain_deadlock(); }
    const char* name() const { return mutex_.name(); }

  private:
    // Only the owner changes count_, and nobody else can make the caller the owner or take that away: no need to enter
    // the kernel.
    bool is_mine() const { return mutex_.owner() == &this_kernel().current(); }
    Status again() {
        if (count_ == UINT32_MAX)
            return Status::overflow;
        ++count_;
        return Status::ok;
    }
    Status first(Status status) {
        if (status == Status::ok || status == Status::owner_dead)
            count_ = 1;
        return status;
    }
    bool lock_within(Timeout timeout);
    // True for ok, false for "not now"; anything else is fatal.
    bool expect(Status status) const;

    friend class RecursiveLockCase;

    Mutex mutex_;
    std::uint32_t count_ = 0;
};

}  // namespace baton
