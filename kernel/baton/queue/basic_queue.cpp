#include <baton/core/switching.hpp>
#include <baton/queue/basic_queue.hpp>

namespace baton {

void QueueEnds::wake_first_and_act(WaitObject& end) {
    this_kernel().wake_first_and_act(end, Status::ok);
}

Decision QueueEnds::close_entered(Kernel& kernel) {
    closed_ = true;
    const Decision getters = kernel.wake_all(getters_, Status::closed);
    const Decision putters = kernel.wake_all(putters_, Status::closed);
    return getters == Decision::reschedule ? getters : putters;
}

}  // namespace baton
