// A queue that knows when all its items have been dealt with.
#pragma once

#include <baton/queue/queue.hpp>
#include <cstdint>

namespace baton {

// Counts the items that were accepted and not yet reported as done.
class JoinTally : public WaitObject {
  public:
    using WaitObject::WaitObject;
    // An item was accepted.
    void add() { ++unfinished; }

    std::uint32_t unfinished = 0;  // items accepted and not yet reported as done
};

// A Queue whose consumers report each item that they have dealt with, so that others can wait until all are.
// Python: queue.JoinableQueue.
template <class T, std::size_t N>
class JoinableQueue : public BasicQueue<T, FifoStore<T, N>, JoinTally> {
    using Base = BasicQueue<T, FifoStore<T, N>, JoinTally>;

  public:
    // Uses `capacity` of the N places.
    explicit JoinableQueue(int capacity = static_cast<int>(N), const char* name = nullptr) : Base(capacity, name) {}

    // One item that was taken out has been dealt with. The last one wakes all who wait in join().
    // Context: task. Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    // Errors: invalid if it was called more often than items were put in.
    Status task_done() {
        const KernelEntry entry;
        JoinTally& tally = this->tally();
        if (tally.unfinished == 0)
            return Status::invalid;
        if (--tally.unfinished == 0) {
            Kernel& kernel = this_kernel();
            kernel.act(kernel.wake_all(tally, Status::ok));
        }
        return Status::ok;
    }

    // Waits until task_done() was called for every item that was put in; at once if there is none.
    // Context: task. Blocks: until then. Yields: if it blocks. Errors: cancelled.
    Status join() {
        const KernelEntry entry;
        JoinTally& tally = this->tally();
        return tally.unfinished == 0 ? Status::ok : Kernel::wait_for(tally, WaitReason::queue_join);
    }
    // The same, for a limited time. Errors: also timeout.
    Status join(Timeout timeout) {
        const KernelEntry entry;
        JoinTally& tally = this->tally();
        return tally.unfinished == 0 ? Status::ok : Kernel::wait_for(tally, WaitReason::queue_join, timeout);
    }

    // Items put in and not yet reported as done. Context: any.
    std::uint32_t unfinished() { return this->tally().unfinished; }
};

}  // namespace baton
