// The kernel allocates nothing: every test program on the host stops if it does (tests/support/host/main.cpp).
#include <gtest/gtest.h>

#include <cstdlib>

#include "hal/entry.hpp"

namespace baton::test {
namespace {

// By way of this the compiler cannot leave it out.
void* (*volatile allocate)(std::size_t) = std::malloc;

#if !defined(__SANITIZE_ADDRESS__)
TEST(AllocationDeathTest, with_the_kernel_entered_stops_the_program) {
    const auto allocate_entered = [] {
        hal::kernel_enter();
        std::free(allocate(8));
    };
    EXPECT_DEATH(allocate_entered(), "the kernel allocates memory");
}
#endif

TEST(Allocation, elsewhere_is_allowed) {
    void* const memory = allocate(8);
    EXPECT_NE(memory, nullptr);
    std::free(memory);
}

}  // namespace
}  // namespace baton::test
