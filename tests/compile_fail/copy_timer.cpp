// A timer stands in its service's list by its address.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(baton::Timer& one) {
    baton::Timer other(one);
}
