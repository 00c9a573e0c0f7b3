#include "hal/machine.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "hal/stack.hpp"

namespace baton {
namespace {

TEST(HalMachine, task_memory_has_room_for_stacks_and_can_be_written) {
    const std::span<std::byte> memory = hal::task_memory();
    ASSERT_GE(memory.size(), 4 * hal::kPooledStackBytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.data()) % hal::kStackAlignment, 0U);
    memory.front() = std::byte{0x12};
    memory.back() = std::byte{0x34};
    EXPECT_EQ(memory.front(), std::byte{0x12});
    EXPECT_EQ(memory.back(), std::byte{0x34});
}

}  // namespace
}  // namespace baton
