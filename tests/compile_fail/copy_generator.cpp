// A generator is in the middle of its function, on its stack.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::Generator<int>& one) {
    baton::Generator<int> other(one);
}
