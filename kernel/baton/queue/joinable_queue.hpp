// Queues that know when all their items have been dealt with.
#pragma once

#include <baton/queue/queue.hpp>
#include <cstdint>

namespace baton {

// Counts the items that were accepted and not yet reported as done.
class JoinTally : public WaitObject, public NoObserver {
  public:
    // `name` is what reports call the queue.
    explicit JoinTally(const char* name) : WaitObject(name), NoObserver(name) {}
    // An item was accepted.
    void on_accept() { ++unfinished; }

    std::uint32_t unfinished = 0;  // items accepted and not yet reported as done
};

// A queue of any order, bounded or not, whose consumers report each item that they have dealt with, so that others can
// wait until all are: `Joinable<PriorityQueue<Job, 8>>`. Constructed as `AnyQueue` is. Python: task_done() and join().
template <class AnyQueue>
class Joinable : public BasicQueue<typename AnyQueue::Item, typename AnyQueue::ItemStore, JoinTally> {
  public:
    using BasicQueue<typename AnyQueue::Item, typename AnyQueue::ItemStore, JoinTally>::BasicQueue;

    // One item that was taken out has been dealt with. The last one wakes all who wait in join().
    // Context: task. Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    // Errors: invalid if it was called more often than items were put in.
    Status task_done() {
        const KernelEntry entry;
        JoinTally& tally = this->observer();
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
        JoinTally& tally = this->observer();
        return tally.unfinished == 0 ? Status::ok : Kernel::wait_for(tally, WaitReason::queue_join);
    }
    // The same, for a limited time. Errors: also timeout.
    Status join(Timeout timeout) {
        const KernelEntry entry;
        JoinTally& tally = this->observer();
        return tally.unfinished == 0 ? Status::ok : Kernel::wait_for(tally, WaitReason::queue_join, timeout);
    }

    // Items put in and not yet reported as done. Context: any.
    std::uint32_t unfinished() { return this->observer().unfinished; }
};

// First in, first out. Python: queue.JoinableQueue.
template <class T, std::size_t N>
class JoinableQueue : public Joinable<Queue<T, N>> {
  public:
    using Joinable<Queue<T, N>>::Joinable;
};

}  // namespace baton
