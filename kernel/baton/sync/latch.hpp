// A countdown that tasks wait for.
#pragma once

#include <baton/core/kernel.hpp>

namespace baton {

// Counts down, once, from a number to zero, and is open from then on. std::latch.
class Latch : public WaitObject {
  public:
    // Fatal if `count` is negative.
    explicit Latch(int count, const char* name = nullptr) : WaitObject(name), count_(count) {
        check(count >= 0, Fatal::invalid_argument, "Latch: negative count");
    }

    // Takes `n` off the count. At zero all waiters are woken. Context: task. Blocks: never.
    // Yields: if it wakes a task of a higher level and the kernel preempts. Cost: O(waiters) at zero.
    // Errors: overflow if the count is less than `n`, invalid if `n` is negative; nothing changes then.
    Status count_down(int n = 1);

    // Waits until the count is zero. Context: task. Blocks: until then. Yields: if it blocks.
    Status wait() { return wait(Timeout::never()); }
    // The same, for a limited time. Errors: timeout.
    Status wait(Timeout timeout) {
        const KernelEntry entry;
        return count_ == 0 ? Status::ok : Kernel::wait_for(*this, WaitReason::latch, timeout);
    }
    // Whether the count is zero: ok, or would_block. Context: any. Blocks: never.
    Status try_wait() const { return count_ == 0 ? Status::ok : Status::would_block; }

    // count_down(n), then wait(), with nobody in between. What was counted stays counted, also after a timeout.
    // Errors: those of both; a refused count_down() is not waited for.
    Status arrive_and_wait(int n = 1) { return arrive_and_wait(Timeout::never(), n); }
    Status arrive_and_wait(Timeout timeout, int n = 1);

    // What is left to count down. Context: any.
    int count() const { return count_; }

  private:
    Status can_count_down(int n) const;
    void open();

    int count_;
};

}  // namespace baton
