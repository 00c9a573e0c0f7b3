// A task cannot be copied: its stack has addresses in it.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::StaticTask<512> one("one", [] {});
    baton::StaticTask<512> other(one);
}
