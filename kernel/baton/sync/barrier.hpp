// A place where tasks wait for each other.
#pragma once

#include <baton/core/kernel.hpp>

namespace baton {

// A fixed number of parties wait until all of them have arrived, and go on together; then it can be used again.
//
// A barrier that lost a party would never be complete. So if a party gives up (its timeout has passed, it is cancelled,
// or its task ends while it waits), or if anybody calls abort(), the barrier breaks, at that instant: every other party
// that waits, and every one that comes later, gets `broken`, until reset(). Python: threading.Barrier; std::barrier has
// no breaking.
class Barrier : public BreakableObject {
  public:
    // Fatal if `parties` is not positive.
    explicit Barrier(int parties, const char* name = nullptr) : BreakableObject(name), parties_(parties) {
        check(parties > 0, Fatal::invalid_argument, "Barrier: the number of parties must be positive");
    }

    // Arrives, and waits for the other parties. Returns how many had arrived before, 0 to parties() - 1: a different
    // number for each, so that one can be chosen for what needs doing once.
    // Context: task. Blocks: until all have arrived. Yields: if it blocks, or if it was the last, wakes a task of a
    // higher level and the kernel preempts. Errors: broken. Cost: O(parties) for the last one.
    Result<int> wait() { return wait(Timeout::never()); }
    // The same, for a limited time. Errors: also timeout, which breaks the barrier (of a time that has passed, too).
    Result<int> wait(Timeout timeout);
    // The same if this completes the barrier; otherwise it has not arrived. Blocks: never. Errors: would_block; broken.
    Result<int> try_wait();

    // Breaks the barrier. Context: task. Blocks: never. Yields: if it wakes a task of a higher level and the kernel
    // preempts.
    void abort();
    // Makes it as new. Parties that wait get `broken`. Context, Blocks, Yields: as abort().
    void reset();

    // How many parties it waits for. Context: any.
    int parties() const { return parties_; }
    // How many parties have arrived and wait for the others. Context: any.
    int waiting() const { return broken_ ? 0 : arrived_; }

  private:
    int arrive_last();

    int parties_;
    int arrived_ = 0;
};

}  // namespace baton
