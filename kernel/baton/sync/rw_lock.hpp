// Many readers or one writer.
#pragma once

#include <baton/core/kernel.hpp>
#include <chrono>

namespace baton {

// A lock that any number of tasks hold for reading, or one for writing. Not recursive in either way.
//
// Neither side starves: waiters are served in arrival order within a level, whichever side they are on, and a reader
// who comes while a writer of its own or a higher level waits stands behind it. Readers who stand next to each other
// are let in together. (Higher levels come first, as everywhere; endless readers of a higher level do keep a writer
// waiting.) A writer who gives up or ends while it waits lets the readers behind it in at that instant.
//
// The writer is an owner like a Mutex's: it runs at the highest level of those who wait; a cycle of waits through
// writers and mutexes is found; and if it ends without releasing, the lock is abandoned: readers get owner_dead until a
// writer has taken it, and this one is told too. Readers are only counted, as nobody knows who they are. So nobody
// lends them a level, a task that holds the lock for reading must not wait for it again (it may stand behind a writer
// who waits for it), and a reader that ends without releasing keeps writers out for ever.
//
// Two sets of names. acquire_read and its kin say what happened as a Status. lock/unlock and lock_shared/unlock_shared,
// as std::shared_timed_mutex, so that std::shared_lock, std::unique_lock and std::lock_guard work; what a Status would
// say there ends in a fatal report. Size: 20 bytes on a 32-bit target.
class RwLock : public SharedLockObject {
  public:
    // A free lock.
    explicit constexpr RwLock(const char* name = nullptr) : SharedLockObject(name) {}

    // Takes the lock for reading. Context: task. Blocks: until it is the caller's turn. Yields: if it blocks.
    // Errors: deadlock if the caller writes, or a cycle of waits leads back to it; owner_dead: taken, but what it
    // protects may be inconsistent.
    Status acquire_read() { return acquire_read(Timeout::never()); }
    // The same, for a limited time. Errors: owner_dead; timeout.
    Status acquire_read(Timeout timeout);
    // The same if it is the caller's turn. Blocks: never. Yields: no. Errors: would_block; owner_dead.
    Status try_acquire_read();
    // Gives up one reader's hold; the last one lets the next in. Context: task. Blocks: never. Yields: if a task of a
    // higher level is then ready and the kernel preempts. Errors: not_owner if nobody reads.
    Status release_read();

    // acquire_write(), try_acquire_write(): takes the lock for writing. See acquire_read(). Errors: deadlock if the
    // caller writes already, or a cycle of waits leads back to it; owner_dead.
    Status acquire_write() { return acquire_write(Timeout::never()); }
    Status acquire_write(Timeout timeout);
    Status try_acquire_write();
    // Gives the writer's hold up. See release_read(). Errors: not_owner if the caller does not write.
    Status release_write();

    // lock_shared(), try_lock_shared(), try_lock_shared_for(), try_lock_shared_until(), unlock_shared(): reading.
    // acquire_read() and release_read(), fatal on any error but "not now". Not ended by Task::cancel().
    void lock_shared() { (void)read_within(Timeout::never()); }
    bool try_lock_shared() { return expect(try_acquire_read()); }
    template <class Rep, class Period>
    bool try_lock_shared_for(std::chrono::duration<Rep, Period> duration) {
        return read_within(duration);
    }
    template <class D>
    bool try_lock_shared_until(std::chrono::time_point<Clock, D> instant) {
        return read_within(instant);
    }
    void unlock_shared() { (void)expect(release_read()); }

    // lock(), try_lock(), try_lock_for(), try_lock_until(), unlock(): writing, in the same way.
    void lock() { (void)write_within(Timeout::never()); }
    bool try_lock() { return expect(try_acquire_write()); }
    template <class Rep, class Period>
    bool try_lock_for(std::chrono::duration<Rep, Period> duration) {
        return write_within(duration);
    }
    template <class D>
    bool try_lock_until(std::chrono::time_point<Clock, D> instant) {
        return write_within(instant);
    }
    void unlock() { (void)expect(release_write()); }

  private:
    friend class ReadCase;
    friend class WriteCase;

    bool can_read();
    bool can_write() const { return !owner() && readers_ == 0; }
    Status read_now();
    Status write_now();
    bool read_within(Timeout timeout);
    bool write_within(Timeout timeout);
    // True for ok, false for "not now"; anything else is fatal.
    bool expect(Status status) const;
};

}  // namespace baton
