// The kernel allocates nothing: every test program on the host stops if it does (tests/support/host/main.cpp).
#include <gtest/gtest.h>

#include <memory>

#include "hal/entry.hpp"

namespace baton::test {
namespace {

#if !defined(__SANITIZE_ADDRESS__)
TEST(AllocationDeathTest, with_the_kernel_entered_stops_the_program) {
    const auto allocate = [] {
        hal::kernel_enter();
        volatile const auto number = std::make_unique<int>(3);
    };
    EXPECT_DEATH(allocate(), "the kernel allocates memory");
}
#endif

TEST(Allocation, elsewhere_is_allowed) {
    EXPECT_NE(std::make_unique<int>(3), nullptr);
}

}  // namespace
}  // namespace baton::test
