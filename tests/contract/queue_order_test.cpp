// What all queues have in common whatever their order, bounded and unbounded; and each order by itself.
#include <array>
#include <memory>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// An item that can be moved only, compared, and shows where it came from.
struct Job {
    explicit Job(int urgency, int mark = 0) : value(std::make_unique<int>(urgency)), number(mark) {}
    bool operator<(const Job& other) const { return *value < *other.value; }

    std::unique_ptr<int> value;
    int number;
};

// How a queue of each kind is made, with room for eight items of either type.
template <template <class, std::size_t> class Kind>
struct Bounded {
    template <class T>
    using QueueOf = Kind<T, 8>;

    Kind<int, 8> numbers;
    Kind<Job, 8> jobs;
};

template <class T, std::size_t N>
using Lowest = PriorityQueue<T, N>;

template <template <class> class Kind>
struct Unbounded {
    template <class T>
    using QueueOf = Kind<T>;

    StaticMemoryPool<std::max(Kind<int>::kBlockBytes, Kind<Job>::kBlockBytes), 8> memory{"items"};
    Kind<int> numbers{memory};
    Kind<Job> jobs{memory};
};

template <class T>
using LowestUnbounded = UnboundedPriorityQueue<T>;

template <class Queues>
class AnyOrder : public KernelTest, public Queues {};

using Kinds = testing::Types<Bounded<Queue>, Bounded<LifoQueue>, Bounded<Lowest>, Unbounded<UnboundedQueue>,
                             Unbounded<UnboundedLifoQueue>, Unbounded<LowestUnbounded>>;
TYPED_TEST_SUITE(AnyOrder, Kinds);

TYPED_TEST(AnyOrder, size_is_right_at_each_point) {
    auto& queue = this->numbers;
    this->run([&] {
        EXPECT_TRUE(queue.empty());
        for (std::size_t i = 0; i < 5; ++i) {
            EXPECT_EQ(queue.size(), i);
            expect_ok(queue.put(7));
            EXPECT_FALSE(queue.empty());
            EXPECT_FALSE(queue.full());
        }
        for (std::size_t i = 5; i > 0; --i) {
            EXPECT_EQ(queue.size(), i);
            EXPECT_EQ(queue.get().value(), 7);
        }
        EXPECT_TRUE(queue.empty());
        EXPECT_EQ(queue.try_get().error(), Status::would_block);
        EXPECT_EQ(queue.get(0ns).error(), Status::timeout);
        const auto start = Clock::now();
        EXPECT_EQ(queue.get(5ms).error(), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(queue.size(), 0U);
    });
}

TYPED_TEST(AnyOrder, item_goes_straight_to_the_first_waiting_getter) {
    auto& queue = this->numbers;
    this->run([&] {
        spawn("a", [&] { this->log(queue.get()); });
        spawn("b", [&] { this->log(queue.get(1h)); });
        spawn(at_level("high", kHigh), [&] { this->log(queue.get()); });
        sleep_for(1ms);
        expect_ok(queue.put(1));
        expect_ok(queue.put(3));
        expect_ok(queue.put(2));
        EXPECT_TRUE(queue.empty());
        this->log(queue.try_get());
    });
    EXPECT_EQ(this->trace(), "high=1 main:would_block a=3 b=2");
}

TYPED_TEST(AnyOrder, closed_queue_drains) {
    auto& queue = this->numbers;
    this->run([&] {
        expect_ok(queue.put(1));
        expect_ok(queue.put(1));
        queue.close();
        queue.close();
        EXPECT_TRUE(queue.is_closed());
        EXPECT_EQ(queue.put(2), Status::closed);
        EXPECT_EQ(queue.put(2, 1h), Status::closed);
        EXPECT_EQ(queue.try_put(2), Status::closed);
        EXPECT_EQ(queue.get().value(), 1);
        EXPECT_EQ(queue.get(1h).value(), 1);
        EXPECT_EQ(queue.get().error(), Status::closed);
        EXPECT_EQ(queue.get(1h).error(), Status::closed);
        EXPECT_EQ(queue.try_get().error(), Status::closed);
    });
}

TYPED_TEST(AnyOrder, close_of_an_empty_queue_wakes_waiting_getters) {
    auto& queue = this->numbers;
    this->run([&] {
        spawn("a", [&] { this->log(queue.get()); });
        spawn("b", [&] { this->log(queue.get(1h)); });
        spawn(at_level("high", kHigh), [&] { this->log(queue.get()); });
        yield();
        queue.close();
        this->log();
    });
    EXPECT_EQ(this->trace(), "high:closed main a:closed b:closed");
}

TYPED_TEST(AnyOrder, move_only_items_pass_through) {
    auto& queue = this->jobs;
    this->run([&] {
        spawn("early", [&] { this->log(*queue.get().value().value); });
        yield();
        expect_ok(queue.put(Job(1)));  // to the waiting getter
        std::array<bool, 9> seen{};
        for (const int value : {5, 2, 8, 1, 7})
            expect_ok(queue.put(Job(value)));
        while (!queue.empty())
            seen[static_cast<std::size_t>(*queue.try_get().value().value)] = true;
        EXPECT_EQ(seen, (std::array{false, true, true, false, false, true, false, true, true}));
    });
    EXPECT_EQ(this->trace(), "early=1");
}

TYPED_TEST(AnyOrder, items_that_are_left_are_destroyed_with_the_queue) {
    struct Counted {
        bool operator<(const Counted& other) const { return item < other.item; }
        std::shared_ptr<int> item;
    };
    const auto item = std::make_shared<int>(1);
    using Kind = typename TypeParam::template QueueOf<Counted>;
    const auto use = [&](Kind& queue) {
        this->run([&] {
            for (int i = 0; i < 5; ++i) {
                expect_ok(queue.put(Counted{item}));
                if (i % 2 == 0)
                    (void)queue.get();
            }
        });
        EXPECT_EQ(queue.size(), 2U);
        EXPECT_EQ(item.use_count(), 3);
    };
    if constexpr (Kind::ItemStore::kBounded) {
        Kind queue;
        use(queue);
    } else {
        StaticMemoryPool<Kind::kBlockBytes, 3> pool;
        {
            Kind queue(pool);
            use(queue);
            EXPECT_EQ(pool.in_use(), 2U);
        }
        EXPECT_EQ(pool.in_use(), 0U);
        EXPECT_EQ(pool.in_use_max(), 3U);
    }
    EXPECT_EQ(item.use_count(), 1);
}

TYPED_TEST(AnyOrder, can_be_joined) {
    const auto use = [&](auto& queue) {
        this->run([&] {
            EXPECT_EQ(queue.join(), Status::ok);
            EXPECT_EQ(queue.task_done(), Status::invalid);
            spawn("worker", [&] {
                while (queue.get()) {
                    sleep_for(1ms);
                    expect_ok(queue.task_done());
                }
                this->log("end");
            });
            for (const int value : {3, 1, 2})
                expect_ok(queue.put(value));
            EXPECT_EQ(queue.unfinished(), 3U);
            EXPECT_EQ(queue.join(0ns), Status::timeout);
            this->log(queue.join());
            EXPECT_EQ(queue.unfinished(), 0U);
            queue.close();
        });
    };
    using Kind = Joinable<typename TypeParam::template QueueOf<int>>;
    if constexpr (Kind::ItemStore::kBounded) {
        Kind queue;
        use(queue);
    } else {
        StaticMemoryPool<Kind::kBlockBytes, 8> pool;
        Kind queue(pool);
        use(queue);
    }
    EXPECT_EQ(this->trace(), "main:ok worker:end");
}

// --- Last in, first out ---------------------------------------------------------------------------------------------

template <class Queues>
class AnyLifo : public KernelTest, public Queues {};
using Lifos = testing::Types<Bounded<LifoQueue>, Unbounded<UnboundedLifoQueue>>;
TYPED_TEST_SUITE(AnyLifo, Lifos);

TYPED_TEST(AnyLifo, newest_item_comes_out_first) {
    auto& queue = this->numbers;
    this->run([&] {
        for (const int item : {1, 2, 3})
            expect_ok(queue.put(item));
        this->log(queue.get());
        expect_ok(queue.put(4));
        while (!queue.empty())
            this->log(queue.get());
    });
    EXPECT_EQ(this->trace(), "main=3 main=4 main=2 main=1");
}

using Lifo = KernelTest;

TEST_F(Lifo, item_of_a_waiting_putter_enters_when_room_is_made) {
    LifoQueue<int, 4> queue(2);
    run([&] {
        EXPECT_EQ(queue.capacity(), 2U);
        expect_ok(queue.put(1));
        expect_ok(queue.put(2));
        spawn("a", [&] { log(queue.put(3)); });
        spawn("b", [&] { log(queue.put(4)); });
        yield();
        log(queue.get());  // the newest of those that are in; 3 enters
        log(queue.get());  // 4 enters
        EXPECT_TRUE(queue.full());
        log(queue.get());
        log(queue.get());
        log(queue.try_get());
    });
    EXPECT_EQ(trace(), "main=2 main=3 main=4 main=1 main:would_block a:ok b:ok");
}

// --- Lowest first ---------------------------------------------------------------------------------------------------

template <class Queues>
class AnyPriority : public KernelTest, public Queues {};
using Priorities = testing::Types<Bounded<Lowest>, Unbounded<LowestUnbounded>>;
TYPED_TEST_SUITE(AnyPriority, Priorities);

TYPED_TEST(AnyPriority, lowest_item_comes_out_first) {
    auto& queue = this->numbers;
    this->run([&] {
        for (const int item : {5, 3, 8, 1, 9, 2, 7})
            expect_ok(queue.put(item));
        this->log(queue.get());
        this->log(queue.get());
        expect_ok(queue.put(4));
        expect_ok(queue.put(0));
        while (!queue.empty())
            this->log(queue.get());
    });
    EXPECT_EQ(this->trace(), "main=1 main=2 main=0 main=3 main=4 main=5 main=7 main=8 main=9");
}

TYPED_TEST(AnyPriority, equal_items_come_out_in_arrival_order) {
    auto& queue = this->jobs;
    this->run([&] {
        for (int number = 0; number < 8; ++number)
            expect_ok(queue.put(Job(1, number)));
        for (int number = 0; number < 100; ++number) {  // a mixture of old and new in all places
            EXPECT_EQ(queue.get()->number, number);
            expect_ok(queue.put(Job(1, number + 8)));
        }
    });
}

// Against a model: a stable search for the lowest.
TYPED_TEST(AnyPriority, order_is_by_value_and_then_by_arrival) {
    auto& queue = this->jobs;
    std::vector<std::pair<int, int>> model;
    Random random(5);
    this->run([&] {
        for (int step = 0; step < 2000; ++step) {
            if (model.size() < 8 && (model.empty() || random.below(2) == 0)) {
                const int value = static_cast<int>(random.below(4));
                expect_ok(queue.put(Job(value, step)));
                model.emplace_back(value, step);
            } else {
                const auto lowest = std::min_element(model.begin(), model.end());
                const Job job = queue.get().value();
                ASSERT_EQ(std::pair(*job.value, job.number), *lowest);
                model.erase(lowest);
            }
        }
    });
}

using Priority = KernelTest;

TEST_F(Priority, comparison_can_be_chosen) {
    PriorityQueue<int, 4, std::greater<>> queue;
    StaticMemoryPool<UnboundedPriorityQueue<int, std::greater<>>::kBlockBytes, 4> memory;
    UnboundedPriorityQueue<int, std::greater<>> unbounded(memory);
    run([&] {
        for (const int item : {2, 4, 1}) {
            expect_ok(queue.put(item));
            expect_ok(unbounded.put(item));
        }
        for (const int item : {4, 2, 1}) {
            EXPECT_EQ(queue.get().value(), item);
            EXPECT_EQ(unbounded.get().value(), item);
        }
    });
}

TEST_F(Priority, item_of_a_waiting_putter_competes_from_when_room_is_made) {
    PriorityQueue<int, 2> queue;
    run([&] {
        expect_ok(queue.put(5));
        expect_ok(queue.put(7));
        spawn("a", [&] { log(queue.put(6)); });
        spawn("b", [&] { log(queue.put(1)); });
        yield();
        log(queue.get());  // the lowest of those that are in; the first putter's item enters
        log(queue.get());
        log(queue.get());
        log(queue.get());
        log(queue.try_get());
    });
    EXPECT_EQ(trace(), "main=5 main=6 main=1 main=7 main:would_block a:ok b:ok");
}

TEST_F(Priority, full_queue_times_out_and_keeps_the_item) {
    PriorityQueue<Job, 1> queue;
    run([&] {
        expect_ok(queue.put(Job(1)));
        Job job(0);
        EXPECT_EQ(queue.try_put(std::move(job)), Status::would_block);
        EXPECT_EQ(queue.put(std::move(job), 1ms), Status::timeout);
        ASSERT_TRUE(job.value);
        EXPECT_EQ(*queue.get()->value, 1);
    });
}

}  // namespace
}  // namespace baton::test
