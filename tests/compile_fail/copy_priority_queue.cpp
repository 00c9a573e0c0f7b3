// A kernel object cannot be copied: tasks wait for this one.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::PriorityQueue<int, 3> one;
    baton::PriorityQueue<int, 3> other(one);
}
