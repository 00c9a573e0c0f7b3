// A coroutine is in the middle of its function, on its stack.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::Coroutine<int>& one) {
    baton::Coroutine<int> other(one);
}
