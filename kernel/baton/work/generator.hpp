// Functions that give values one by one, and stop in between.
#pragma once

#include <baton/work/side_stack.hpp>
#include <iterator>
#include <optional>
#include <variant>

namespace baton {

template <class T, class Sent>
class Generator;

// A generator's function gives values with it: `yield(value)`.
template <class T, class Sent = void>
class Yielder {
  public:
    // Stops the function and gives `value` to who resumed it. Returns, when the generator is resumed, what was sent:
    // nothing by next(); with send(), an optional that has the value.
    // Context: in the generator's function, or in what it calls. Blocks: never. Yields: no, it is the same task.
    auto operator()(T value) const {
        [[maybe_unused]] auto sent = generator_.give(value);
        if constexpr (!std::is_void_v<Sent>)
            return sent;
    }

  private:
    friend class Generator<T, Sent>;
    explicit Yielder(Generator<T, Sent>& generator) : generator_(generator) {}
    Generator<T, Sent>& generator_;
};

// A function on a stack of its own, which runs as the task that asks for its next value, until it has one. It may call
// anything: what blocks in it blocks that task, and it may yield from a function that it calls. Different tasks may
// ask, one after the other. Python: a generator; `Sent` is the type of what send() passes in.
//
//   Generator<int> squares([](auto& yield) { for (int i = 0; i < 10; ++i) yield(i * i); });
//   for (const int square : squares) ...
//
// A generator that is destroyed in the middle frees its stack; the local variables of its function are not destroyed.
// Destroying one that runs is fatal. A mutex belongs to the task that locked it: do not yield with one held unless the
// same task resumes. A task that is terminated in the generator's function leaves it running for ever.
// Costs: two switches of stacks a value; a stack.
template <class T, class Sent = void>
class Generator : private detail::SideStack {
  public:
    static_assert(std::is_nothrow_move_constructible_v<T>, "values are moved with the kernel entered");
    // What the function gives its values with.
    using Yield = Yielder<T, Sent>;
    // What send() takes.
    using SentValue = std::conditional_t<std::is_void_v<Sent>, std::monostate, Sent>;

    // A generator that calls `function(yield)`, with `Yielder<T, Sent>& yield`. Its stack is a block of the kernel's
    // stack pool, taken now and given back when the function returns or the generator is destroyed; if there is none,
    // next() says so. Context: task.
    template <class F>
    requires std::invocable<F&, Yield&>
    explicit Generator(F&& function) {
        take_pooled_stack();
        load(std::forward<F>(function));
    }
    // The same on `stack`, which must outlive it, and whose start and size are multiples of hal::kStackAlignment.
    // Context: any.
    template <class F>
    requires std::invocable<F&, Yield&> Generator(std::span<std::byte> stack, F&& function) : SideStack(stack) {
        load(std::forward<F>(function));
    }

    // Runs the function until it yields its next value. Context: task. Blocks: if the function does. Yields: as the
    // function does. Errors: closed if the function has returned; invalid if it runs already (it asks itself, or
    // blocks another task); no_memory if there was no stack for it.
    Result<T> next() {
        Passed nothing{};
        return resume(nothing);
    }

    // The same, with `value` as what the yield returns at which the function stands. Errors: also invalid if it has
    // not come to its first yield.
    Result<T> send(SentValue value) requires(!std::is_void_v<Sent>) {
        if (state_ == State::suspended && !is_started_)
            return Unexpected(Status::invalid);
        Passed passed(std::move(value));
        return resume(passed);
    }

    // Whether its function has returned. Context: any.
    bool finished() const { return state_ == State::finished; }

    // For range-for: takes the next values until the function returns. Any error ends the loop.
    class Iterator {
      public:
        // Takes the first value.
        explicit Iterator(Generator& generator) : generator_(generator), value_(generator.next()) {}
        // Takes the next value.
        Iterator& operator++() {
            value_ = generator_.next();
            return *this;
        }
        // The value.
        T& operator*() { return *value_; }
        // Whether there is none.
        bool operator==(std::default_sentinel_t) const { return !value_.has_value(); }

      private:
        Generator& generator_;
        Result<T> value_;
    };
    // begin(), end(): see Iterator.
    Iterator begin() { return Iterator(*this); }
    std::default_sentinel_t end() const { return {}; }

  private:
    friend Yield;
    using Passed = std::conditional_t<std::is_void_v<Sent>, std::monostate, std::optional<Sent>>;

    template <class F>
    void load(F&& function) {
        prepare([this, call = std::decay_t<F>(std::forward<F>(function))]() mutable {
            Yield yield(*this);
            call(yield);
        });
    }

    Result<T> resume(Passed& passed) {
        Result<T> result = run_on(passed);
        if (state_ == State::finished)
            release();
        return result;
    }

    Result<T> run_on(Passed& passed) {
        const KernelEntry entry;
        switch (state_) {
            case State::absent: return Unexpected(Status::no_memory);
            case State::running: return Unexpected(Status::invalid);
            case State::finished: return Unexpected(Status::closed);
            case State::suspended: break;
        }
        StackPoint resumer;
        resumer_ = &resumer;
        passed_ = &passed;
        value_ = nullptr;
        state_ = State::running;
        is_started_ = true;
        switch_here(resumer);
        if (!value_)
            return Unexpected(Status::closed);
        return std::move(*value_);
    }

    // On the generator's stack.
    Passed give(T& value) {
        const KernelEntry entry;
        check(state_ == State::running, Fatal::bad_state, "a yield outside its generator");
        value_ = &value;
        state_ = State::suspended;
        this_kernel().switch_stack(point_, *resumer_);
        return std::move(*passed_);
    }

    void leave_for_ever() override { this_kernel().switch_stack(point_, *resumer_); }

    StackPoint* resumer_ = nullptr;
    T* value_ = nullptr;
    Passed* passed_ = nullptr;
    bool is_started_ = false;
};

// A generator with its stack inside the object: no pool. `StackBytes` is what it needs on a target.
template <class T, std::size_t StackBytes, class Sent = void>
class StaticGenerator : private detail::StackMemory<StackBytes>, public Generator<T, Sent> {
  public:
    // See Generator.
    template <class F>
    requires std::invocable < F&, Yielder<T, Sent>
    & > explicit StaticGenerator(F&& function) : Generator<T, Sent>(this->stack_memory(), std::forward<F>(function)) {}
};

}  // namespace baton
