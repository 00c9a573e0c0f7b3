// An end of a pipe cannot be copied: closing one of two would be ambiguous.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::Pipe<int, 3> pipe;
    auto [first, second] = pipe;
}
