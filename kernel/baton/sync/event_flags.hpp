// A word of flags; tasks wait for combinations of them.
#pragma once

#include <atomic>
#include <baton/core/kernel.hpp>
#include <cstdint>

namespace baton {

// 32 flags, all clear at first. A wait is over as soon as any, or all, of the flags in its mask are set, and says which
// of them were; it can clear these at the same time, so that what one task has taken no later wait sees.
//
// set() looks at all waiters, by level and in arrival order within one, with the flags as they are then; what woken
// waiters asked to clear is cleared after the last of them. So one set() reaches everybody whom it concerns, whatever
// the others clear, and the outcome does not depend on who waited first. (FreeRTOS's event groups do the same.)
//
// The outcome is fixed when the waiter is woken: it sees success even if a flag is cleared before it runs.
// Size: 16 bytes on a 32-bit target.
class EventFlags : public WaitObject {
  public:
    // Whether a successful wait clears the flags that satisfied it.
    enum class Clear : bool { no, yes };

    // No flag is set.
    explicit constexpr EventFlags(const char* name = nullptr) : WaitObject(name) {}

    // Waits until a flag of `mask` is set. Returns those that are, before they are cleared.
    // Context: task. Blocks: until then. Yields: if it blocks. Errors: invalid if `mask` is 0.
    Result<std::uint32_t> wait_any(std::uint32_t mask, Clear clear = Clear::no) {
        return wait({mask, false, clear}, Timeout::never());
    }
    // The same, for a limited time. Errors: also timeout.
    Result<std::uint32_t> wait_any(std::uint32_t mask, Timeout timeout, Clear clear = Clear::no) {
        return wait({mask, false, clear}, timeout);
    }
    // The same if it is so now. Blocks: never. Yields: no. Errors: would_block; invalid.
    Result<std::uint32_t> try_wait_any(std::uint32_t mask, Clear clear = Clear::no) {
        return try_wait({mask, false, clear});
    }

    // wait_all(), try_wait_all(): waits until all flags of `mask` are set at the same time. See wait_any(). The result
    // is `mask`.
    Result<std::uint32_t> wait_all(std::uint32_t mask, Clear clear = Clear::no) {
        return wait({mask, true, clear}, Timeout::never());
    }
    Result<std::uint32_t> wait_all(std::uint32_t mask, Timeout timeout, Clear clear = Clear::no) {
        return wait({mask, true, clear}, timeout);
    }
    Result<std::uint32_t> try_wait_all(std::uint32_t mask, Clear clear = Clear::no) {
        return try_wait({mask, true, clear});
    }

    // Sets the flags in `bits` and wakes all whose wait is over. Context: task (from an interrupt: isr::set).
    // Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    // Cost: O(waiters), and again O(waiters who stay) for each that is woken.
    void set(std::uint32_t bits);
    // Clears the flags in `bits`. Context: task. Blocks: never. Yields: no.
    void clear(std::uint32_t bits) {
        const KernelEntry entry;
        flags_ &= ~bits;
    }
    // The flags now. Context: any.
    std::uint32_t get() const { return flags_; }

    // What a waiter wants, and what it gets: a wait node's item.
    struct Request {
        // Whether these flags satisfy it.
        bool is_met_by(std::uint32_t flags) const { return all ? (flags & mask) == mask : (flags & mask) != 0; }

        std::uint32_t mask;        // the flags that it is about
        bool all;                  // whether all must be set, or any
        Clear clear;               // whether they are cleared then
        std::uint32_t met_by = 0;  // the flags that satisfied the wait
    };

    // set(), with what leave() has left too.
    Decision set_entered(Kernel& kernel, std::uint32_t bits);
    // Leaves flags for the next set_entered(). Context: interrupt.
    void leave(std::uint32_t bits) { left_.fetch_or(bits, std::memory_order_relaxed); }

  private:
    friend class FlagsCase;

    Result<std::uint32_t> wait(Request request, Timeout timeout);
    Result<std::uint32_t> try_wait(Request request);
    Status meet(Request& request);

    std::uint32_t flags_ = 0;
    std::atomic<std::uint32_t> left_ = 0;
};

}  // namespace baton
