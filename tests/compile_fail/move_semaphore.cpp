// Nor moved: the tasks that wait for it hold its address.
// expect: use of deleted function
#include <baton/baton.hpp>
#include <utility>

void use() {
    baton::Semaphore one(1);
    baton::Semaphore other(std::move(one));
}
