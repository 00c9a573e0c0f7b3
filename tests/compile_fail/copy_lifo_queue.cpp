// A kernel object cannot be copied: tasks wait for this one.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::LifoQueue<int, 3> one;
    baton::LifoQueue<int, 3> other(one);
}
