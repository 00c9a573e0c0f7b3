// How a write ended must be looked at.
// expect: ignoring returned value
#include <baton/baton.hpp>

void use(baton::Stream& stream) {
    stream.write("hello");
}
