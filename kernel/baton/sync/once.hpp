// Something that is to happen once, whoever comes first.
#pragma once

#include <baton/core/kernel.hpp>
#include <functional>
#include <utility>

namespace baton {

// Of all calls, one runs its function, and no other returns before that is done. While others wait for it, the task
// that runs it does so at the highest of their levels, as the owner of a Mutex. std::once_flag and std::call_once.
//
// If that task ends in the middle, the next caller runs its own function, from the start, and is told by `owner_dead`:
// what the first one did may be half done. (A cancelled task does not end by that: its function returns, and the call
// counts.)
class Once : public LockObject {
  public:
    // One that no call has gone through.
    explicit constexpr Once(const char* name = nullptr) : LockObject(name) {}

    // Calls `function` with `arguments` unless a call has returned before; its result is dropped.
    // Context: task. Blocks: while another task is in its call. Yields: if it blocks; if tasks of a higher level waited
    // for it and the kernel preempts. Cost: once done, a load and a branch.
    // Errors: deadlock if `function` calls this again, or waits in a circle; owner_dead: called, but not for the first
    // time.
    template <class F, class... Args>
    Status call(F&& function, Args&&... arguments) {
        if (done_) [[likely]]
            return Status::ok;
        const Status status = begin();
        const bool is_mine = status == Status::ok || status == Status::owner_dead;
        if (done_ || !is_mine)
            return status;
        (void)std::invoke(std::forward<F>(function), std::forward<Args>(arguments)...);
        end();
        return status;
    }

    // Whether a call has returned. Context: any.
    bool is_done() const { return done_; }

  private:
    Status begin();
    void end();

    bool done_ = false;
};

}  // namespace baton
