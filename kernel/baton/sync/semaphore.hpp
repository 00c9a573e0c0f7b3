// Counting semaphores.
#pragma once

#include <baton/core/kernel.hpp>
#include <cstdint>

namespace baton {

// A number of permits. acquire() takes one and waits while there is none; release() gives one back, straight to the
// first waiter if there is one, so nobody can snatch it. Waiters are served by level, in arrival order within one.
// Python: threading.Semaphore. Size: 12 bytes on a 32-bit target.
class Semaphore : public WaitObject {
  public:
    static constexpr std::uint32_t kCountMax = INT32_MAX;  // more permits than this are refused

    // A semaphore with `permits` to begin with. Fatal if that is negative. `name`, if given, must outlive the
    // semaphore; reports show it.
    explicit Semaphore(int permits, const char* name = nullptr) : WaitObject(name) {
        check(permits >= 0, Fatal::invalid_argument, "Semaphore: negative number of permits");
        count_ = static_cast<std::uint32_t>(permits);
    }

    // Takes a permit. Context: task. Blocks: until there is one. Yields: if it blocks. Errors: cancelled.
    Status acquire() {
        const KernelEntry entry;
        if (count_ > 0) [[likely]] {
            --count_;
            return Status::ok;
        }
        return Kernel::wait_for(*this, WaitReason::semaphore);
    }

    // The same, for a limited time. Errors: also timeout.
    Status acquire(Timeout timeout) {
        const KernelEntry entry;
        if (count_ > 0) [[likely]] {
            --count_;
            return Status::ok;
        }
        return Kernel::wait_for(*this, WaitReason::semaphore, timeout);
    }

    // Takes a permit if there is one. Context: task. Blocks: never. Yields: no. Errors: would_block.
    Status try_acquire() {
        const KernelEntry entry;
        if (count_ == 0)
            return Status::would_block;
        --count_;
        return Status::ok;
    }

    // Gives a permit back. Context: task (from an interrupt: isr::release). Blocks: never.
    // Yields: if it wakes a task of a higher level and the kernel preempts. Errors: overflow past kCountMax.
    Status release() {
        const KernelEntry entry;
        if (has_waiters())
            return release_slowly();
        if (count_ == kCountMax) [[unlikely]]
            return Status::overflow;
        ++count_;
        return Status::ok;
    }

    // How many permits there are now. Context: any.
    std::uint32_t count() const { return count_; }

    // release(), for what an interrupt left in the inbox. A permit past kCountMax is dropped.
    Decision release_entered(Kernel& kernel);

  private:
    friend class BoundedSemaphore;
    friend class SemaphoreCase;

    Status release_slowly();

    std::uint32_t count_ = 0;
};

// A semaphore that never has more permits than it started with: a release() without an acquire() is an error.
// Python: threading.BoundedSemaphore.
class BoundedSemaphore : private Semaphore {
  public:
    // See Semaphore's constructor. `permits` is also the most that there may be.
    explicit BoundedSemaphore(int permits, const char* name = nullptr)
        : Semaphore(permits, name), bound_(static_cast<std::uint32_t>(permits)) {}

    using Semaphore::acquire;
    using Semaphore::count;
    using Semaphore::has_waiters;
    using Semaphore::name;
    using Semaphore::try_acquire;

    // See Semaphore::release(). Errors: overflow if all permits are there already; nothing changes then.
    Status release() {
        const KernelEntry entry;
        if (count_ == bound_)
            return Status::overflow;
        if (has_waiters())
            return release_slowly();
        ++count_;
        return Status::ok;
    }

  private:
    friend class SemaphoreCase;

    std::uint32_t bound_;
};

}  // namespace baton
