// Nor moved: the tasks that wait for it hold its address.
// expect: use of deleted function
#include <baton/baton.hpp>
#include <utility>

void use() {
    baton::Queue<int, 3> one;
    baton::Queue<int, 3> other(std::move(one));
}
