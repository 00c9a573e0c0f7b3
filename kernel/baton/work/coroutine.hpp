// Symmetric transfer: functions on stacks of their own that pass the processor, and values, to one another by name.
#pragma once

#include <baton/work/side_stack.hpp>
#include <optional>

namespace baton {

namespace detail {

// What of a coroutine does not depend on the type of its values.
class CoroutineBase : protected SideStack {
  public:
    // Whether its function has returned. Context: any.
    bool finished() const { return state_ == State::finished; }

  protected:
    // The stack of the running task.
    CoroutineBase() : home_(&this_kernel().current()), runner_(home_) { state_ = State::running; }
    explicit CoroutineBase(CoroutineBase* parent) : parent_(parent) { take_pooled_stack(); }
    CoroutineBase(CoroutineBase* parent, std::span<std::byte> stack) : SideStack(stack), parent_(parent) {}
    ~CoroutineBase() {
        if (home_)
            state_ = State::absent;  // it is the task's stack, which goes on
    }

    // Leaves this coroutine, in which the running task is, for `other`, which finds `value`. Returns when somebody
    // switches back. Entered.
    Status switch_to(CoroutineBase& other, void* value);

    void* received_ = nullptr;  // what was passed in
    void* returned_ = nullptr;  // what its function returned

  private:
    void leave_for_ever() override;
    void transfer_to(CoroutineBase& other, void* value, Task& task);
    Status can_run_in(const Task& task) const;

    CoroutineBase* parent_ = nullptr;
    Task* home_ = nullptr;    // of a coroutine that is a task's own stack
    Task* runner_ = nullptr;  // who is in it
};

}  // namespace detail

// A function on a stack of its own that runs, as the task that switches to it, until it switches to another coroutine:
// it may switch to any, not only back. Values go along both ways. Python: greenlet.
//
//   Coroutine<int> home;                                  // the task's own stack
//   Coroutine<int> twice(home, [&](Coroutine<int>& self, int value) -> int {
//       for (;;) value = *self.switch_to(home, 2 * value);
//   });
//   home.switch_to(twice, 4)                              // 8
//
// What the function returns goes to its parent, or if that has finished, to the parent's parent; parents must outlive
// their children. If none of them can go on, it is fatal. What was said of generators holds here too: about blocking,
// about different tasks, about mutexes, and about being destroyed in the middle.
template <class T>
class Coroutine : public detail::CoroutineBase {
  public:
    static_assert(std::is_nothrow_move_constructible_v<T>, "values are moved with the kernel entered");

    // The running task's own stack, so that others can switch back to it. Context: task.
    Coroutine() = default;
    // A coroutine that calls `T function(self, first_value)`, on a block of the kernel's stack pool; if there is none,
    // switch_to() says so. Context: task.
    template <class F>
    requires std::is_invocable_r_v<T, F&, Coroutine&, T> Coroutine(Coroutine& parent, F&& function)
        : CoroutineBase(&parent) {
        load(std::forward<F>(function));
    }
    // The same on `stack`, which must outlive it, and whose start and size are multiples of hal::kStackAlignment.
    template <class F>
    requires std::is_invocable_r_v<T, F&, Coroutine&, T> Coroutine(Coroutine& parent, std::span<std::byte> stack,
                                                                   F&& function)
        : CoroutineBase(&parent, stack) {
        load(std::forward<F>(function));
    }

    // Leaves this coroutine, in which the caller must be, and goes on in `other`: at its start, or where it left, with
    // `value`. Returns the value with which somebody switches, or returns, to this one.
    // Context: task. Blocks: never itself. Yields: no, it is the same task. Errors: invalid if the caller is not in
    // this coroutine, or if a task is in `other`, or if `other` is another task's own stack; closed if the function of
    // `other` has returned; no_memory if there was no stack for `other`.
    Result<T> switch_to(Coroutine& other, T value) {
        const KernelEntry entry;
        if (const Status status = CoroutineBase::switch_to(other, &value); status != Status::ok)
            return Unexpected(status);
        return std::move(*static_cast<T*>(received_));
    }

  private:
    template <class F>
    void load(F&& function) {
        prepare([this, call = std::decay_t<F>(std::forward<F>(function))]() mutable {
            result_.emplace(call(*this, first_value()));
            returned_ = &*result_;
        });
    }
    T first_value() {
        const KernelEntry entry;
        return std::move(*static_cast<T*>(received_));
    }

    std::optional<T> result_;
};

// A coroutine with its stack inside the object: no pool. `StackBytes` is what it needs on a target.
template <class T, std::size_t StackBytes>
class StaticCoroutine : private detail::StackMemory<StackBytes>, public Coroutine<T> {
  public:
    // See Coroutine.
    template <class F>
    requires std::is_invocable_r_v < T, F&, Coroutine<T>
    &, T > StaticCoroutine(Coroutine<T>& parent, F&& function)
        : Coroutine<T>(parent, this->stack_memory(), std::forward<F>(function)) {}
};

}  // namespace baton
