// The mechanism of select: a wait on many objects of which exactly one commits.
//
// A case says three things of its object, all with the kernel entered: whether it could go on at once, how it does, and
// which list its node goes into if it cannot. Who wakes the node hands over as it would to any other waiter; so the
// objects know nothing of select.
#pragma once

#include <baton/core/kernel.hpp>
#include <cstddef>
#include <span>

namespace baton {

// How a select ended. `index` is the case that went through, counted from 0, and `status` how: ok; closed, for a queue
// that is closed; owner_dead, for a lock that was taken; or the error for which its blocking call would have returned
// at once. No case did if `index` is kNone: timeout, or cancelled.
struct [[nodiscard]] Selected {
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);  // no case

    std::size_t index = kNone;   // which case, or kNone
    Status status = Status::ok;  // how it ended

    // Whether a case went through.
    bool is_case() const { return index != kNone; }
    bool operator==(const Selected&) const = default;
};

// One alternative of a select. Lives on the caller's stack, for one call at a time. Context of all functions: task,
// with the kernel entered.
class SelectCase {
  public:
    SelectCase(const SelectCase&) = delete;
    SelectCase& operator=(const SelectCase&) = delete;

    // Whether the blocking call would return at once.
    virtual bool is_ready() const = 0;
    // Does what that call does, if is_ready().
    virtual Status take(Decision& decision) = 0;
    // The node by which the case waits.
    virtual WaitNode node(Task& task) = 0;
    // Puts it into its list.
    virtual void enlist(WaitNode& node) { Kernel::enlist(node); }
    // What is left to do for the task whose node was committed.
    virtual void finish(Status) {}

  protected:
    SelectCase() = default;
    ~SelectCase() = default;
};

// Waits until one of `cases` can go on, and lets exactly that one do so; the others leave no trace. Among several that
// are ready at once each is equally likely to be chosen, by the kernel's own random numbers, so none starves.
// `nodes` has room for a node for each case.
// Context: task. Blocks: until then, or the timeout. Yields: if it blocks or wakes a task of a higher level.
// Cost: O(cases).
Selected select_among(std::span<SelectCase* const> cases, std::span<WaitNode> nodes, Timeout timeout);
// The same without waiting. Errors: would_block.
Selected try_select_among(std::span<SelectCase* const> cases);

}  // namespace baton
