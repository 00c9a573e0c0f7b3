#include <baton/core/stack_pool.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <set>
#include <vector>

#include "hal/stack.hpp"

namespace baton {
namespace {

constexpr std::size_t kBlock = 256;
alignas(hal::kStackAlignment) std::array<std::byte, 8 * kBlock> memory;

bool is_aligned(std::span<std::byte> block) {
    return reinterpret_cast<std::uintptr_t>(block.data()) % hal::kStackAlignment == 0 &&
           block.size() % hal::kStackAlignment == 0;
}

TEST(StackPool, without_memory_gives_nothing) {
    StackPool empty;
    EXPECT_TRUE(empty.take().empty());
    EXPECT_EQ(empty.capacity(), 0U);
    StackPool too_small({memory.data(), kBlock - 1}, kBlock);
    EXPECT_TRUE(too_small.take().empty());
    StackPool none({memory.data() + 1, std::size_t{0}}, kBlock);
    EXPECT_EQ(none.capacity(), 0U);
    EXPECT_TRUE(none.take().empty());
}

TEST(StackPool, gives_each_block_once) {
    StackPool pool(memory, kBlock);
    EXPECT_EQ(pool.capacity(), 8U);
    EXPECT_EQ(pool.block_bytes(), kBlock);
    std::set<std::byte*> blocks;
    for (std::size_t i = 0; i < pool.capacity(); ++i) {
        const auto block = pool.take();
        EXPECT_EQ(block.size(), kBlock);
        EXPECT_TRUE(is_aligned(block));
        EXPECT_GE(block.data(), memory.data());
        EXPECT_LE(block.data() + block.size(), memory.data() + memory.size());
        for (std::byte& byte : block)
            byte = std::byte{0xff};
        blocks.insert(block.data());
        EXPECT_EQ(pool.in_use(), i + 1);
    }
    EXPECT_EQ(blocks.size(), 8U);
    EXPECT_TRUE(pool.take().empty());
    EXPECT_EQ(pool.in_use(), 8U);
}

TEST(StackPool, block_that_came_back_is_the_next_to_be_given) {
    StackPool pool(memory, kBlock);
    const auto first = pool.take();
    const auto second = pool.take();
    pool.give(first);
    pool.give(second);
    EXPECT_EQ(pool.in_use(), 0U);
    const auto warm = pool.take();
    EXPECT_EQ(warm.data(), second.data());
    EXPECT_EQ(warm.size(), second.size());
    EXPECT_EQ(pool.take().data(), first.data());
}

TEST(StackPool, full_pool_gives_again_what_came_back) {
    StackPool pool(memory, kBlock);
    std::vector<std::span<std::byte>> blocks;
    while (blocks.size() < pool.capacity())
        blocks.push_back(pool.take());
    for (int round = 0; round < 100; ++round) {
        const auto block = blocks[static_cast<std::size_t>(round) % blocks.size()];
        pool.give(block);
        EXPECT_EQ(pool.take().data(), block.data());
        EXPECT_TRUE(pool.take().empty());
    }
}

TEST(StackPool, odd_memory_and_odd_sizes_give_aligned_blocks_inside) {
    for (std::size_t skip = 0; skip < 2 * hal::kStackAlignment; ++skip) {
        for (const std::size_t bytes : {kBlock, kBlock + 1, kBlock + hal::kStackAlignment - 1}) {
            const std::span<std::byte> odd{memory.data() + skip, memory.size() - 2 * skip};
            StackPool pool(odd, bytes);
            EXPECT_EQ(pool.block_bytes(), kBlock);
            EXPECT_GE(pool.capacity(), 7U);
            for (std::size_t i = 0; i < pool.capacity(); ++i) {
                const auto block = pool.take();
                EXPECT_TRUE(is_aligned(block));
                EXPECT_GE(block.data(), odd.data());
                EXPECT_LE(block.data() + block.size(), odd.data() + odd.size());
            }
            EXPECT_TRUE(pool.take().empty());
        }
    }
}

TEST(StackPoolDeathTest, block_too_small_for_its_own_list_is_fatal) {
    EXPECT_EXIT(StackPool(memory, hal::kStackAlignment - 1), testing::ExitedWithCode(1),
                "fatal 8: .*StackPool: block too small");
}

}  // namespace
}  // namespace baton
