// A copy would read the value without the lock.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::Shared<int>& one) {
    baton::Shared<int> other(one);
}
