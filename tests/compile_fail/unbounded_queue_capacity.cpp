// An unbounded queue has no capacity to ask for.
// expect: capacity
#include <baton/baton.hpp>

std::size_t use(baton::UnboundedQueue<int>& queue) {
    return queue.capacity();
}
