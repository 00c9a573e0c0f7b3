#include <memory>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

template <class Q>
class AnyUnbounded : public KernelTest {};
using Kinds = testing::Types<UnboundedQueue<int>, UnboundedLifoQueue<int>, UnboundedPriorityQueue<int>>;
TYPED_TEST_SUITE(AnyUnbounded, Kinds);

TYPED_TEST(AnyUnbounded, used_up_memory_is_reported_and_the_queue_recovers) {
    StaticMemoryPool<TypeParam::kBlockBytes, 3> memory;
    TypeParam queue(memory, "heap");
    EXPECT_STREQ(queue.name(), "heap");
    this->run([&] {
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 3; ++i)
                EXPECT_EQ(queue.put(4), Status::ok);
            EXPECT_EQ(queue.put(9), Status::no_memory);
            EXPECT_EQ(queue.put(9, 1h), Status::no_memory) << "put() never waits";
            EXPECT_EQ(queue.try_put(9), Status::no_memory);
            EXPECT_EQ(queue.size(), 3U);
            EXPECT_FALSE(queue.full());
            EXPECT_EQ(queue.get().value(), 4);
            EXPECT_EQ(queue.put(4), Status::ok);
            for (int i = 0; i < 3; ++i)
                EXPECT_EQ(queue.get().value(), 4);
            EXPECT_TRUE(queue.empty());
            EXPECT_EQ(memory.in_use(), 0U);
        }
    });
}

TYPED_TEST(AnyUnbounded, item_for_a_waiting_getter_needs_no_memory) {
    StaticMemoryPool<TypeParam::kBlockBytes, 1> memory;
    TypeParam queue(memory);
    this->run([&] {
        spawn("a", [&] { this->log(queue.get()); });
        yield();
        void* const last = memory.take();
        this->log(queue.put(1));
        this->log(queue.put(2));
        memory.give(last);
        this->log(queue.put(3));
        this->log(queue.get());
    });
    EXPECT_EQ(this->trace(), "main:ok main:no_memory main:ok main=3 a=1");
}

using Unbounded = KernelTest;

TEST_F(Unbounded, queues_share_a_pool) {
    StaticMemoryPool<UnboundedPriorityQueue<int>::kBlockBytes, 4> memory("shared");
    UnboundedQueue<int> fifo(memory);
    UnboundedPriorityQueue<int> lowest(memory);
    run([&] {
        for (int i = 3; i > 0; --i)
            expect_ok(lowest.put(i));
        EXPECT_EQ(fifo.put(10), Status::ok);
        EXPECT_EQ(fifo.put(11), Status::no_memory);
        EXPECT_EQ(lowest.get().value(), 1);
        EXPECT_EQ(fifo.put(11), Status::ok);
        EXPECT_EQ(memory.in_use(), 4U);
        EXPECT_EQ(fifo.get().value(), 10);
        EXPECT_EQ(fifo.get().value(), 11);
        EXPECT_EQ(lowest.get().value(), 2);
        EXPECT_EQ(lowest.get().value(), 3);
    });
    EXPECT_EQ(memory.in_use(), 0U);
}

TEST_F(Unbounded, fifo_keeps_the_order) {
    StaticMemoryPool<UnboundedQueue<int>::kBlockBytes, 5> memory;
    UnboundedQueue<int> queue(memory);
    run([&] {
        int in = 0;
        int out = 0;
        for (int round = 0; round < 10; ++round) {
            while (queue.put(in) == Status::ok)
                ++in;
            for (int i = 0; i < round % 6; ++i)
                EXPECT_EQ(queue.get().value(), out++);
        }
        while (!queue.empty())
            EXPECT_EQ(queue.get().value(), out++);
        EXPECT_EQ(in, out);
    });
}

TEST_F(Unbounded, item_that_found_no_memory_stays_with_the_caller) {
    using Item = std::unique_ptr<int>;
    StaticMemoryPool<UnboundedQueue<Item>::kBlockBytes, 1> memory;
    UnboundedQueue<Item> queue(memory);
    run([&] {
        expect_ok(queue.put(std::make_unique<int>(1)));
        Item item = std::make_unique<int>(2);
        EXPECT_EQ(queue.put(std::move(item)), Status::no_memory);
        ASSERT_TRUE(item);
        EXPECT_EQ(**queue.get(), 1);
        EXPECT_EQ(queue.put(std::move(item)), Status::ok);
        EXPECT_FALSE(item);
        EXPECT_EQ(**queue.get(), 2);
    });
}

TEST_F(Unbounded, producers_and_consumers_lose_and_double_nothing) {
    constexpr int kItems = 60;
    StaticMemoryPool<UnboundedQueue<int>::kBlockBytes, kItems> memory;
    UnboundedQueue<int> queue(memory);
    std::array<int, kItems> seen{};
    run([&] {
        for (int producer = 0; producer < 3; ++producer) {
            spawn("producer", [&, producer] {
                for (int i = producer; i < kItems; i += 3) {
                    expect_ok(queue.put(i));
                    if (i % 4 == 0)
                        yield();
                }
            });
        }
        for (int consumer = 0; consumer < 2; ++consumer) {
            spawn("consumer", [&] {
                while (const auto item = queue.get())
                    ++seen[static_cast<std::size_t>(*item)];
            });
        }
        sleep_for(1ms);
        queue.close();
    });
    for (const int count : seen)
        EXPECT_EQ(count, 1);
    EXPECT_EQ(memory.in_use(), 0U);
}

}  // namespace
}  // namespace baton::test
