// A future is set once, by one promise.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::Promise<int>& one) {
    baton::Promise<int> other(one);
}
