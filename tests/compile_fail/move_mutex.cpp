// Nor moved: its owner holds its address.
// expect: use of deleted function
#include <baton/baton.hpp>
#include <utility>

void use() {
    baton::Mutex one;
    baton::Mutex other(std::move(one));
}
