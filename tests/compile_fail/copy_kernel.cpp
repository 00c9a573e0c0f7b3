// A kernel cannot be copied: its tasks are in lists of this one.
// expect: use of deleted function
#include <baton/baton.hpp>

void use(const baton::Kernel& kernel) {
    baton::Kernel other(kernel);
}
