#include <array>
#include <memory>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// --- Any capacity ---------------------------------------------------------------------------------------------------

class AnyCapacity : public KernelTest, public testing::WithParamInterface<int> {
  protected:
    Queue<int, 16> queue{GetParam(), "hatch"};
};

INSTANTIATE_TEST_SUITE_P(Queues, AnyCapacity, testing::Values(1, 2, 3, 16));

TEST_P(AnyCapacity, queue_is_full_at_its_capacity) {
    const int capacity = GetParam();
    run([&] {
        EXPECT_EQ(queue.capacity(), static_cast<std::size_t>(capacity));
        EXPECT_TRUE(queue.empty());
        for (int i = 0; i < capacity; ++i) {
            EXPECT_EQ(queue.size(), static_cast<std::size_t>(i));
            EXPECT_FALSE(queue.full());
            EXPECT_EQ(queue.try_put(i), Status::ok);
        }
        EXPECT_TRUE(queue.full());
        EXPECT_EQ(queue.try_put(9), Status::would_block);
        EXPECT_EQ(queue.put(9, 0ns), Status::timeout);
        const auto start = Clock::now();
        EXPECT_EQ(queue.put(9, 5ms), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(queue.size(), static_cast<std::size_t>(capacity));
    });
    EXPECT_STREQ(queue.name(), "hatch");
}

TEST_P(AnyCapacity, items_come_out_in_the_order_in_which_they_went_in) {
    const int capacity = GetParam();
    run([&] {
        int in = 0;
        int out = 0;
        for (int round = 0; round < 3; ++round) {  // around the ring's end
            while (queue.try_put(in) == Status::ok)
                ++in;
            for (int i = 0; i < (capacity + 1) / 2; ++i)
                EXPECT_EQ(queue.get().value(), out++);
        }
        while (!queue.empty())
            EXPECT_EQ(queue.try_get().value(), out++);
        EXPECT_EQ(in, out);
        EXPECT_EQ(queue.try_get().error(), Status::would_block);
        EXPECT_EQ(queue.get(0ns).error(), Status::timeout);
        const auto start = Clock::now();
        EXPECT_EQ(queue.get(start + 5ms).error(), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
    });
}

TEST_P(AnyCapacity, waiting_putters_get_in_in_arrival_order) {
    const int capacity = GetParam();
    run([&] {
        for (int i = 0; i < capacity; ++i)
            expect_ok(queue.put(i));
        for (int i = 0; i < 3; ++i)
            spawn("putter", [&, i] { expect_ok(queue.put(capacity + i)); });
        yield();
        EXPECT_TRUE(queue.full());
        for (int i = 0; i < capacity + 3; ++i) {
            EXPECT_EQ(queue.get().value(), i);
            EXPECT_EQ(queue.full(), i < 3) << "room goes to the first waiting putter";
        }
        EXPECT_TRUE(queue.empty());
    });
}

TEST_P(AnyCapacity, producers_and_consumers_lose_and_double_nothing) {
    constexpr int kItems = 60;
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
            spawn("consumer", [&, consumer] {
                for (int i = 0; i < kItems / 2; ++i) {
                    ++seen[static_cast<std::size_t>(queue.get().value())];
                    if (i % 3 == consumer)
                        yield();
                }
            });
        }
    });
    for (const int count : seen)
        EXPECT_EQ(count, 1);
}

TEST_P(AnyCapacity, closed_queue_drains) {
    run([&] {
        expect_ok(queue.put(1));
        EXPECT_FALSE(queue.is_closed());
        queue.close();
        EXPECT_TRUE(queue.is_closed());
        EXPECT_EQ(queue.put(2), Status::closed);
        EXPECT_EQ(queue.try_put(2), Status::closed);
        EXPECT_EQ(queue.put(2, 1s), Status::closed);
        EXPECT_EQ(queue.size(), 1U);
        EXPECT_EQ(queue.get().value(), 1);
        EXPECT_EQ(queue.get().error(), Status::closed);
        EXPECT_EQ(queue.get(1s).error(), Status::closed);
        EXPECT_EQ(queue.try_get().error(), Status::closed);
        queue.close();
        EXPECT_EQ(queue.get().error(), Status::closed);
    });
}

// --- Waiting --------------------------------------------------------------------------------------------------------

using Queues = KernelTest;

TEST_F(Queues, item_goes_straight_to_the_first_waiting_getter) {
    Queue<int, 3> queue;
    run([&] {
        for (const char* name : {"a", "b", "c"})
            spawn(name, [&] { log(queue.get()); });
        yield();
        expect_ok(queue.put(1));
        expect_ok(queue.put(2));
        EXPECT_TRUE(queue.empty());
        log(queue.try_get());
        expect_ok(queue.put(3));
    });
    EXPECT_EQ(trace(), "main:would_block a=1 b=2 c=3");
}

TEST_F(Queues, higher_waiters_are_served_first) {
    Queue<int, 1> queue;
    run([&] {
        const auto get = [&] { log(queue.get()); };
        spawn(at_level("low", kLow), get);
        spawn(at_level("high", kHigh), get);
        sleep_for(1ms);
        expect_ok(queue.put(1));
        log("put");
        expect_ok(queue.put(2));
        sleep_for(1ms);

        expect_ok(queue.put(0));
        const auto put = [&](int item) { expect_ok(queue.put(item)); };
        spawn(at_level("low", kLow), put, 4);
        sleep_for(1ms);
        spawn(at_level("high", kHigh), put, 3);
        for (int i = 0; i < 3; ++i)
            log(queue.get());
    });
    EXPECT_EQ(trace(), "high=1 main:put low=2 main=0 main=3 main=4");
}

TEST_F(Queues, getter_that_timed_out_gets_nothing_later) {
    Queue<int, 2> queue;
    run([&] {
        spawn("a", [&] { log(queue.get(5ms)); });
        spawn("b", [&] { log(queue.get(1h)); });
        sleep_for(10ms);
        expect_ok(queue.put(1));
        expect_ok(queue.put(2));
        EXPECT_EQ(queue.size(), 1U);
    });
    EXPECT_EQ(trace(), "a:timeout b=1");
}

TEST_F(Queues, putter_that_timed_out_puts_nothing_later) {
    Queue<int, 1> queue;
    run([&] {
        expect_ok(queue.put(0));
        spawn("a", [&] { log(queue.put(1, 5ms)); });
        spawn("b", [&] { log(queue.put(2, 1h)); });
        sleep_for(10ms);
        log(queue.get());
        log(queue.get());
        log(queue.try_get());
    });
    EXPECT_EQ(trace(), "a:timeout main=0 main=2 main:would_block b:ok");
}

TEST_F(Queues, close_wakes_waiting_getters) {
    Queue<int, 1> queue;
    run([&] {
        spawn("a", [&] { log(queue.get()); });
        spawn(at_level("high", kHigh), [&] { log(queue.get(1h)); });
        yield();
        queue.close();
        log();
    });
    EXPECT_EQ(trace(), "high:closed main a:closed");
}

TEST_F(Queues, close_wakes_waiting_putters_and_keeps_what_is_in) {
    Queue<int, 1> queue;
    run([&] {
        expect_ok(queue.put(1));
        spawn("a", [&] { log(queue.put(2)); });
        spawn("b", [&] { log(queue.put(3, 1h)); });
        yield();
        queue.close();
        yield();
        log(queue.get());
        log(queue.get());
    });
    EXPECT_EQ(trace(), "a:closed b:closed main=1 main:closed");
}

// --- Items ----------------------------------------------------------------------------------------------------------

using Item = std::unique_ptr<int>;

TEST_F(Queues, move_only_items_pass_through) {
    Queue<Item, 2> queue;
    run([&] {
        spawn("early", [&] { log(*queue.get().value()); });
        yield();
        expect_ok(queue.put(std::make_unique<int>(1)));  // to the waiting getter
        expect_ok(queue.put(std::make_unique<int>(2)));
        expect_ok(queue.put(std::make_unique<int>(3)));
        spawn("putter", [&] { expect_ok(queue.put(std::make_unique<int>(4))); });  // has to wait
        yield();
        for (int i = 2; i <= 4; ++i)
            EXPECT_EQ(*queue.get().value(), i);
    });
    EXPECT_EQ(trace(), "early=1");
}

TEST_F(Queues, item_that_was_not_taken_stays_with_the_caller) {
    Queue<Item, 1> queue;
    run([&] {
        expect_ok(queue.put(std::make_unique<int>(1)));
        Item item = std::make_unique<int>(2);
        EXPECT_EQ(queue.try_put(std::move(item)), Status::would_block);
        ASSERT_TRUE(item);
        EXPECT_EQ(queue.put(std::move(item), 1ms), Status::timeout);
        ASSERT_TRUE(item);
        spawn("closer", [&] { queue.close(); });
        EXPECT_EQ(queue.put(std::move(item)), Status::closed);
        ASSERT_TRUE(item);
        EXPECT_EQ(queue.put(std::move(item)), Status::closed);
        ASSERT_TRUE(item);
        EXPECT_EQ(*item, 2);
    });
}

TEST_F(Queues, copy_of_an_item_leaves_the_original) {
    Queue<std::shared_ptr<int>, 1> queue;
    const auto item = std::make_shared<int>(1);
    run([&] {
        expect_ok(queue.put(item));
        EXPECT_EQ(item.use_count(), 2);
        EXPECT_EQ(queue.try_put(item), Status::would_block);
        EXPECT_EQ(item.use_count(), 2);
        (void)queue.get();
        EXPECT_EQ(item.use_count(), 1);
    });
}

TEST_F(Queues, items_that_are_left_are_destroyed_with_the_queue) {
    const auto item = std::make_shared<int>(1);
    {
        Queue<std::shared_ptr<int>, 3> queue;
        run([&] {
            for (int i = 0; i < 5; ++i) {
                expect_ok(queue.put(item));
                if (i % 2 == 0)
                    (void)queue.get();
            }
        });
        EXPECT_EQ(queue.size(), 2U);
        EXPECT_EQ(item.use_count(), 3);
    }
    EXPECT_EQ(item.use_count(), 1);
}

// --- JoinableQueue --------------------------------------------------------------------------------------------------

using Joinable = KernelTest;

TEST_F(Joinable, join_of_an_unused_queue_returns_at_once) {
    JoinableQueue<int, 3> queue;
    run([&] {
        EXPECT_EQ(queue.join(), Status::ok);
        EXPECT_EQ(queue.join(0ns), Status::ok);
        EXPECT_EQ(queue.unfinished(), 0U);
    });
}

TEST_F(Joinable, task_done_too_often_is_invalid) {
    JoinableQueue<int, 3> queue;
    run([&] {
        EXPECT_EQ(queue.task_done(), Status::invalid);
        expect_ok(queue.put(1));
        (void)queue.get();
        EXPECT_EQ(queue.task_done(), Status::ok);
        EXPECT_EQ(queue.task_done(), Status::invalid);
        EXPECT_EQ(queue.unfinished(), 0U);
    });
}

TEST_F(Joinable, join_waits_until_all_items_are_done) {
    JoinableQueue<int, 2> queue;
    run([&] {
        spawn({.name = "worker", .daemon = true}, [&] {
            for (;;) {
                const auto item = queue.get();
                sleep_for(10ms);
                log(*item);
                expect_ok(queue.task_done());
            }
        });
        for (int i = 0; i < 4; ++i)
            expect_ok(queue.put(i));
        EXPECT_EQ(queue.join(0ns), Status::timeout);
        EXPECT_EQ(queue.join(1ms), Status::timeout);
        spawn("other", [&] { log(queue.join()); });
        log(queue.join(1h));
        log_time();
    });
    EXPECT_EQ(trace(), "worker=0 worker=1 worker=2 worker=3 main:ok main@40 other:ok");
}

TEST_F(Joinable, item_handed_to_a_waiting_getter_counts) {
    JoinableQueue<int, 1> queue;
    run([&] {
        spawn("a", [&] {
            (void)queue.get();
            EXPECT_EQ(queue.unfinished(), 1U);
            log(queue.task_done());
        });
        yield();
        expect_ok(queue.put(1));
        EXPECT_EQ(queue.unfinished(), 1U);
        log(queue.join());
    });
    EXPECT_EQ(trace(), "a:ok main:ok");
}

TEST_F(Joinable, item_of_a_putter_that_gives_up_does_not_count) {
    JoinableQueue<int, 1> queue;
    run([&] {
        expect_ok(queue.put(1));
        EXPECT_EQ(queue.try_put(2), Status::would_block);
        EXPECT_EQ(queue.put(2, 1ms), Status::timeout);
        spawn("late", [&] { expect_ok(queue.put(3)); });
        yield();
        EXPECT_EQ(queue.unfinished(), 1U);
        (void)queue.get();
        EXPECT_EQ(queue.unfinished(), 2U);
        expect_ok(queue.task_done());
        EXPECT_EQ(queue.join(0ns), Status::timeout);
        (void)queue.get();
        expect_ok(queue.task_done());
        EXPECT_EQ(queue.join(0ns), Status::ok);
    });
}

TEST_F(Joinable, closed_queue_can_be_joined) {
    JoinableQueue<int, 2> queue;
    run([&] {
        expect_ok(queue.put(1));
        queue.close();
        EXPECT_EQ(queue.join(1ms), Status::timeout);
        (void)queue.get();
        expect_ok(queue.task_done());
        EXPECT_EQ(queue.join(), Status::ok);
    });
}

}  // namespace
}  // namespace baton::test
