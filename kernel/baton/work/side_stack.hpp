// A stack besides the tasks' own, on which a task can go on: what generators and coroutines are made of.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/core/spawn.hpp>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace baton::detail {

// Memory for a stack, inside an object. `StackBytes` is what is needed on a target; the port adds its overhead.
template <std::size_t StackBytes>
class StackMemory {
  protected:
    StackMemory() = default;
    std::span<std::byte> stack_memory() { return memory_; }

  private:
    alignas(hal::kStackAlignment) std::byte memory_[StackBytes + hal::kStackOverhead];
};

// A stack with a function on top of it, which runs as the task that goes on there. Destroying it while a task is on
// it is fatal; destroying it in the middle of its function gives the stack back, and the function's local variables
// are not destroyed (there is nothing that could unwind them), only the function object is.
class SideStack {
  public:
    SideStack(const SideStack&) = delete;
    SideStack& operator=(const SideStack&) = delete;

  protected:
    enum class State : std::uint8_t {
        absent,     // there is no stack
        suspended,  // not started yet, or left in the middle
        running,    // a task is on it
        finished,   // the function has returned
    };

    SideStack() = default;
    // On `stack`, which must outlive it.
    explicit SideStack(std::span<std::byte> stack) : stack_(stack) {}
    ~SideStack();

    // Takes a stack from the running kernel's pool; leaves it empty if there is none. Context: task.
    void take_pooled_stack();
    // Frees what is on the stack, and the stack if it came from the pool. Not on the stack itself.
    void release();

    // Puts `body`, a void() that runs when the stack is first switched to, on top of the stack.
    template <class Body>
    void prepare(Body&& body) {
        using Stored = std::decay_t<Body>;
        if (stack_.empty())
            return;
        check_stack(sizeof(Stored) + alignof(Stored));
        std::byte* const place = place_at_end<Stored>(stack_);
        body_ = new (place) Stored(std::forward<Body>(body));
        call_ = [](void* stored) { (*static_cast<Stored*>(stored))(); };
        destroy_ = [](void* stored) { static_cast<Stored*>(stored)->~Stored(); };
        Kernel::make_stack_point(point_, stack_, place, entry);
        state_ = State::suspended;
    }

    // The running task goes on here; where it was is written to `from`. Entered.
    void switch_here(StackPoint& from) {
        from.target = this;
        this_kernel().switch_stack(from, point_);
    }

    // Called on the stack, entered, when the function has returned: where the task goes on. Does not return.
    virtual void leave_for_ever() = 0;

    StackPoint point_;  // where it is suspended
    State state_ = State::absent;

  private:
    static void entry(transfer_t from);
    void check_stack(std::size_t body_bytes) const;
    void destroy_body() {
        if (auto* const destroy = std::exchange(destroy_, nullptr))
            destroy(body_);
    }

    std::span<std::byte> stack_;
    StackPool* pool_ = nullptr;
    void* body_ = nullptr;
    void (*call_)(void*) = nullptr;
    void (*destroy_)(void*) = nullptr;
};

}  // namespace baton::detail
