// Promises and futures hold its address.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::FutureState<int>& one) {
    baton::FutureState<int> other(one);
}
