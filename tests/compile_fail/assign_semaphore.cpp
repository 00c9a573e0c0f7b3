// A kernel object cannot be assigned to.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::Semaphore one(1);
    baton::Semaphore other(1);
    other = one;
}
