// Nor moved: its function holds its address.
// expect: use of deleted function
#include <baton/baton.hpp>
#include <utility>

void use(baton::Generator<int>& one) {
    baton::Generator<int> other(std::move(one));
}
