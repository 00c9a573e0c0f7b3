// A callable kept inside the object that calls it: what timers and callbacks hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <new>
#include <type_traits>
#include <utility>

namespace baton {

template <class Signature, std::size_t Bytes = 4 * sizeof(void*)>
class InplaceFunction;

// Holds a copy of a callable of at most `Bytes`, or nothing. No heap. Neither copyable nor movable.
// C++: std::function, or a function pointer with its context.
template <class R, class... Args, std::size_t Bytes>
class InplaceFunction<R(Args...), Bytes> {
  public:
    // Nothing.
    InplaceFunction() = default;
    // A copy of `function`.
    template <class F>
    requires(!std::is_same_v<std::decay_t<F>, InplaceFunction> && std::is_invocable_r_v<R, std::decay_t<F>&, Args...>)
        InplaceFunction(F&& function) {
        using Stored = std::decay_t<F>;
        static_assert(sizeof(Stored) <= Bytes, "the callable is too large: capture a reference to what it needs");
        static_assert(alignof(Stored) <= alignof(std::int64_t));
        new (place_) Stored(std::forward<F>(function));
        call_ = [](void* place, Args... arguments) -> R {
            return std::invoke(*static_cast<Stored*>(place), std::forward<Args>(arguments)...);
        };
        destroy_ = [](void* place) { static_cast<Stored*>(place)->~Stored(); };
    }
    InplaceFunction(const InplaceFunction&) = delete;
    InplaceFunction& operator=(const InplaceFunction&) = delete;
    ~InplaceFunction() {
        if (destroy_)
            destroy_(place_);
    }

    // Whether it holds a callable.
    explicit operator bool() const { return call_ != nullptr; }
    // Calls what it holds, which must not be nothing.
    R operator()(Args... arguments) { return call_(place_, std::forward<Args>(arguments)...); }

  private:
    R (*call_)(void*, Args...) = nullptr;
    void (*destroy_)(void*) = nullptr;
    alignas(std::int64_t) std::byte place_[Bytes];
};

}  // namespace baton
