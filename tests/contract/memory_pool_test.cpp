#include <cstdint>
#include <cstring>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Pools = KernelTest;

TEST_F(Pools, pool_gives_as_many_blocks_as_it_has) {
    StaticMemoryPool<24, 3> pool("blocks");
    EXPECT_STREQ(pool.name(), "blocks");
    EXPECT_EQ(pool.capacity(), 3U);
    EXPECT_GE(pool.block_bytes(), 24U);
    std::array<void*, 3> blocks{};
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        EXPECT_EQ(pool.in_use(), i);
        blocks[i] = pool.take();
        ASSERT_NE(blocks[i], nullptr);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(blocks[i]) % MemoryPool::kAlignment, 0U);
        std::memset(blocks[i], static_cast<int>(i) + 1, 24);
    }
    EXPECT_EQ(pool.take(), nullptr);
    EXPECT_EQ(pool.in_use(), 3U);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        for (int byte = 0; byte < 24; ++byte)
            EXPECT_EQ(static_cast<const char*>(blocks[i])[byte], static_cast<char>(i + 1)) << "blocks overlap";
    }
    pool.give(blocks[1]);
    EXPECT_EQ(pool.take(), blocks[1]);
    EXPECT_EQ(pool.take(), nullptr);
    for (void* const block : blocks)
        pool.give(block);
    EXPECT_EQ(pool.in_use(), 0U);
}

TEST_F(Pools, high_water_mark_stays) {
    StaticMemoryPool<8, 4> pool;
    EXPECT_EQ(pool.in_use_max(), 0U);
    void* const first = pool.take();
    void* const second = pool.take();
    pool.give(first);
    pool.give(second);
    EXPECT_EQ(pool.in_use_max(), 2U);
    pool.give(pool.take());
    EXPECT_EQ(pool.in_use_max(), 2U);
}

TEST_F(Pools, memory_that_is_not_aligned_or_too_small_makes_fewer_blocks) {
    alignas(MemoryPool::kAlignment) std::byte memory[3 * MemoryPool::rounded_up(32)];
    EXPECT_EQ(MemoryPool(memory, 32).capacity(), 3U);
    EXPECT_EQ(MemoryPool(std::span(memory).subspan(1), 32).capacity(), 2U);
    EXPECT_EQ(MemoryPool(std::span(memory).first(31), 32).capacity(), 0U);
    const std::span<std::byte> little = std::span(memory).subspan(1, 2);
    MemoryPool none(little, 32);
    EXPECT_EQ(none.capacity(), 0U);
    EXPECT_EQ(none.take(), nullptr);
}

TEST_F(Pools, block_whose_contents_look_free_can_be_given_back) {
    StaticMemoryPool<4 * sizeof(std::size_t), 2> pool;
    void* const first = pool.take();
    void* const second = pool.take();
    pool.give(first);
    std::memcpy(second, first, 4 * sizeof(std::size_t));  // with the pool's own mark
    pool.give(second);
    EXPECT_EQ(pool.in_use(), 0U);
}

TEST_F(Pools, tasks_share_a_pool) {
    StaticMemoryPool<16, 5> pool;
    run([&] {
        for (int i = 0; i < 3; ++i) {
            spawn("user", [&] {
                for (int step = 0; step < 20; ++step) {
                    void* const block = pool.take();
                    yield();
                    pool.give(block);
                }
            });
        }
    });
    EXPECT_EQ(pool.in_use(), 0U);
    EXPECT_EQ(pool.in_use_max(), 3U);
}

}  // namespace
}  // namespace baton::test
