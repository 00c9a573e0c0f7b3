// A pool's workers hold its address.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::TaskPool<2, 3>& one) {
    baton::TaskPool<2, 3> other(one);
}
