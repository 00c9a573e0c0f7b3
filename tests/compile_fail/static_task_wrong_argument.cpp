// The arguments must fit the callable.
// expect: no matching function for call to
#include <baton/baton.hpp>

void use() {
    baton::StaticTask<512> task(
        "task", [](int*) {}, "text");
}
