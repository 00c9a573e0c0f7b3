// A pool cannot be copied: two would give out the same blocks.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::StaticMemoryPool<16, 3> one;
    baton::StaticMemoryPool<16, 3> other(one);
}
