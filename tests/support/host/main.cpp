// main() of test programs on the host, with an allocator that stops the program if the kernel calls it: it must not
// allocate anything. (On a target an application's image has no allocator at all: it would not link.)
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "hal/entry.hpp"

#if !defined(__SANITIZE_ADDRESS__)  // which brings an allocator of its own
extern "C" {

void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);

namespace {

void refuse_in_the_kernel() {
    if (!baton::hal::kernel_entered())
        return;
    constexpr char kMessage[] = "the kernel allocates memory\n";
    std::fwrite(kMessage, 1, sizeof kMessage - 1, stderr);
    std::abort();
}

}  // namespace

void* malloc(std::size_t bytes) {
    refuse_in_the_kernel();
    return __libc_malloc(bytes);
}
void* calloc(std::size_t count, std::size_t bytes) {
    refuse_in_the_kernel();
    return __libc_calloc(count, bytes);
}
void* realloc(void* old, std::size_t bytes) {
    refuse_in_the_kernel();
    return __libc_realloc(old, bytes);
}

}  // extern "C"
#endif

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
