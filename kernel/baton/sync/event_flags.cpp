#include <baton/sync/event_flags.hpp>

namespace baton {

Result<std::uint32_t> EventFlags::wait(Request request, Timeout timeout) {
    const KernelEntry entry;
    Status status = meet(request);
    if (status == Status::would_block)
        status = Kernel::wait_for(*this, WaitReason::event_flags, timeout, &request);
    if (status != Status::ok)
        return Unexpected(status);
    return request.met_by;
}

Result<std::uint32_t> EventFlags::try_wait(Request request) {
    const KernelEntry entry;
    if (const Status status = meet(request); status != Status::ok)
        return Unexpected(status);
    return request.met_by;
}

// Serves the request if it can be served now.
Status EventFlags::meet(Request& request) {
    if (request.mask == 0)
        return Status::invalid;
    if (!request.is_met_by(flags_))
        return Status::would_block;
    request.met_by = flags_ & request.mask;
    if (request.clear == Clear::yes)
        flags_ &= ~request.met_by;
    return Status::ok;
}

void EventFlags::set(std::uint32_t bits) {
    const KernelEntry entry;
    Kernel& kernel = this_kernel();
    kernel.act(set_entered(kernel, bits));
}

Decision EventFlags::set_entered(Kernel& kernel, std::uint32_t bits) {
    flags_ |= bits | left_.exchange(0, std::memory_order_relaxed);
    std::uint32_t to_clear = 0;
    Decision decision = Decision::stay;
    for (WaitNode* node = Kernel::first_waiter(*this); node;) {
        Request& request = *static_cast<Request*>(node->item);
        if (!request.is_met_by(flags_)) {
            node = node->next;
            continue;
        }
        request.met_by = flags_ & request.mask;
        if (request.clear == Clear::yes)
            to_clear |= request.met_by;
        if (kernel.wake(*node, Status::ok) == Decision::reschedule)
            decision = Decision::reschedule;
        node = Kernel::first_waiter(*this);  // others may have gone with it: nodes of the same select
    }
    flags_ &= ~to_clear;
    return decision;
}

}  // namespace baton
