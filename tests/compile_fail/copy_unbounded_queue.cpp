// A kernel object cannot be copied: tasks wait for this one.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::MemoryPool& memory) {
    baton::UnboundedQueue<int> one(memory);
    baton::UnboundedQueue<int> other(one);
}
