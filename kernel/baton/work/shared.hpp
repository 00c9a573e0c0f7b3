// A value that can be touched only under its lock.
#pragma once

#include <baton/sync/mutex.hpp>
#include <concepts>
#include <functional>
#include <utility>

namespace baton {

// The name of a Shared's lock.
struct LockName {
    // `name` must outlive the lock.
    constexpr explicit LockName(const char* name) : text(name) {}
    const char* text;  // the name
};

// A T and its lock, so that nobody can forget to take it: with() calls a function with the value, lock() gives a guard
// that leads to it. As with Mutex there are two sets of names. with/lock are fatal on any error; acquire/try_acquire
// say it as a Status.
//
// If a task ends while it holds the lock, the value may be inconsistent, and every acquire() from then on says
// owner_dead and gives no access, until repair() does. `LockType`: Mutex or RecursiveMutex. Rust: Mutex<T>.
template <class T, class LockType = Mutex>
class Shared {
  public:
    // The value is made from `arguments`.
    template <class... Args>
    requires std::constructible_from<T, Args...>
    explicit Shared(Args&&... arguments) : value_(std::forward<Args>(arguments)...) {}
    // The same, with the lock's name for reports, which must outlive it: `Shared<int> stock(LockName("stock"), 20)`.
    template <class... Args>
    requires std::constructible_from<T, Args...>
    explicit Shared(LockName name, Args&&... arguments) : lock_(name.text), value_(std::forward<Args>(arguments)...) {}

    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    // The value, and the lock as long as the guard lives. For the task that took it.
    class [[nodiscard]] Guard {
      public:
        // Moving leaves the other one empty: it leads to nothing.
        Guard(Guard&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
        Guard& operator=(Guard&&) = delete;
        ~Guard() {
            if (shared_)
                (void)shared_->lock_.release();
        }

        // operator*(), operator->(): the value.
        T& operator*() const { return shared_->value_; }
        T* operator->() const { return &shared_->value_; }

      private:
        friend class Shared;
        explicit Guard(Shared& shared) : shared_(&shared) {}
        Shared* shared_;
    };

    // Calls `function(value)` under the lock and returns what it returns. The lock is not to be taken in it again
    // (unless LockType is recursive). Context: task. Blocks: until the lock is free. Yields: as Mutex. Fatal: as
    // Mutex::lock().
    template <std::invocable<T&> F>
    decltype(auto) with(F&& function) {
        const Guard guard = lock();
        return std::invoke(std::forward<F>(function), *guard);
    }

    // Takes the lock. Context: task. Blocks: until it is free. Yields: as Mutex. Fatal: as Mutex::lock().
    Guard lock() {
        lock_.lock();
        check(!is_broken_, Fatal::lock_owner_dead, lock_.name());
        return Guard(*this);
    }

    // Takes the lock. Context: task. Blocks: until it is free. Yields: as Mutex. Errors: deadlock; owner_dead: a task
    // ended while it held the lock, which is not taken.
    Result<Guard> acquire() { return guarded(lock_.acquire()); }
    // The same, for a limited time. Errors: also timeout.
    Result<Guard> acquire(Timeout timeout) { return guarded(lock_.acquire(timeout)); }
    // Takes the lock if it is free. Blocks: never. Errors: would_block; owner_dead.
    Result<Guard> try_acquire() { return guarded(lock_.try_acquire()); }

    // Takes the lock whether or not a task ended while it held it, to make the value consistent: from then on acquire()
    // works again. Errors: as acquire(), but for owner_dead.
    Result<Guard> repair() {
        const Status status = lock_.acquire();
        if (status != Status::ok && status != Status::owner_dead)
            return Unexpected(status);
        is_broken_ = false;
        return Guard(*this);
    }

    // The lock's name. Context: any.
    const char* name() const { return lock_.name(); }

  private:
    Result<Guard> guarded(Status status) {
        if (status != Status::ok && status != Status::owner_dead)
            return Unexpected(status);
        is_broken_ = is_broken_ || status == Status::owner_dead;
        if (!is_broken_)
            return Guard(*this);
        (void)lock_.release();
        return Unexpected(Status::owner_dead);
    }

    LockType lock_;
    bool is_broken_ = false;  // under the lock
    T value_;
};

}  // namespace baton
