// A kernel object cannot be copied: tasks wait for this one.
// expect: use of deleted function
#include <baton/baton.hpp>

void use() {
    baton::ByteStream<16> one;
    baton::ByteStream<16> other(one);
}
