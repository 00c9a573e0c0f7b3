// Nor moved.
// expect: use of deleted function
#include <baton/baton.hpp>
#include <utility>

void use() {
    baton::StaticTask<512> one("one", [] {});
    baton::StaticTask<512> other(std::move(one));
}
