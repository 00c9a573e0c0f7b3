// A pipe cannot be copied: its ends know where it is.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::Pipe<int, 3> one;
    baton::Pipe<int, 3> other(one);
}
