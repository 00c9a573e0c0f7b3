// What interrupt handlers leave for the kernel: a lock-free bounded queue with many producers (nested interrupts) and
// one consumer (the kernel, in task context).
//
// A producer reserves an entry by moving the head, then fills it and publishes it by writing its function last. The
// consumer runs only when no handler is active, so every entry that it sees reserved is also published.
#pragma once

#include <atomic>
#include <baton/core/config.hpp>
#include <baton/core/status.hpp>
#include <baton_config.hpp>
#include <bit>
#include <cstdint>

namespace baton {

class Kernel;

// The inbox: Config::inbox_entries calls at most.
class IsrInbox {
  public:
    // What is called for a message, with the kernel entered.
    using Function = void (*)(Kernel&, void*);

    constexpr IsrInbox() = default;
    IsrInbox(const IsrInbox&) = delete;
    IsrInbox& operator=(const IsrInbox&) = delete;

    // Leaves a call of `function(kernel, argument)`. Context: interrupt.
    // Errors: overflow if kConfig.inbox_entries calls wait already; the loss is counted.
    Status post(Function function, void* argument) {
        std::uint32_t head = head_.load(std::memory_order_relaxed);
        do {
            if (head - tail_.load(std::memory_order_relaxed) >= kConfig.inbox_entries) {
                lost_.fetch_add(1, std::memory_order_relaxed);
                return Status::overflow;
            }
        } while (!head_.compare_exchange_weak(head, head + 1, std::memory_order_relaxed));
        Entry& entry = entries_[head % kConfig.inbox_entries];
        entry.argument = argument;
        entry.function.store(function, std::memory_order_release);
        return Status::ok;
    }

    // Calls what was left, in order. Context: task, kernel entered.
    void drain(Kernel& kernel) {
        std::uint32_t tail = tail_.load(std::memory_order_relaxed);
        for (;;) {
            Entry& entry = entries_[tail % kConfig.inbox_entries];
            const Function function = entry.function.load(std::memory_order_acquire);
            if (!function)
                return;
            void* const argument = entry.argument;
            entry.function.store(nullptr, std::memory_order_relaxed);
            tail_.store(++tail, std::memory_order_release);
            function(kernel, argument);
        }
    }

    // How many calls were refused because the inbox was full.
    std::uint32_t lost() const { return lost_.load(std::memory_order_relaxed); }

  private:
    static_assert(std::has_single_bit(kConfig.inbox_entries), "a power of two, so that the counters may wrap");

    struct Entry {
        std::atomic<Function> function = nullptr;
        void* argument = nullptr;
    };

    std::atomic<std::uint32_t> head_ = 0;
    std::atomic<std::uint32_t> tail_ = 0;
    std::atomic<std::uint32_t> lost_ = 0;
    Entry entries_[kConfig.inbox_entries] = {};
};

}  // namespace baton
