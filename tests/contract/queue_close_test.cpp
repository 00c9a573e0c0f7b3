// Closing a queue in every state that it can be in.
#include <array>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

struct State {
    const char* name;
    int items;    // in the queue of three, when it is closed
    int putters;  // waiting
    int getters;  // waiting
};

void PrintTo(const State& state, std::ostream* out) {
    *out << state.name;
}

class Closing : public KernelTest, public testing::WithParamInterface<State> {};

INSTANTIATE_TEST_SUITE_P(States, Closing,
                         testing::Values(State{"empty", 0, 0, 0}, State{"partly_filled", 2, 0, 0},
                                         State{"full", 3, 0, 0}, State{"one_putter", 3, 1, 0},
                                         State{"putters", 3, 3, 0}, State{"one_getter", 0, 0, 1},
                                         State{"getters", 0, 0, 3}),
                         [](const testing::TestParamInfo<State>& parameter) { return parameter.param.name; });

// Everybody who waits is refused once; what is in stays in, and comes out; whatever comes later is refused.
template <class Q>
void close_in(const State& state, Q& queue) {
    std::array<Status, 6> refused{};
    std::size_t ended = 0;
    for (int i = 0; i < state.items; ++i)
        expect_ok(queue.put(i));
    for (int i = 0; i < state.putters; ++i)
        spawn("putter", [&] {
            const Status status = queue.put(7);
            refused[ended++] = status;
        });
    for (int i = 0; i < state.getters; ++i)
        spawn("getter", [&] {
            const Status status = queue.get(1h).error();
            refused[ended++] = status;
        });
    yield();
    EXPECT_EQ(ended, 0U);
    queue.close();
    EXPECT_TRUE(queue.is_closed());
    check_invariants();
    queue.close();
    yield();
    EXPECT_EQ(ended, static_cast<std::size_t>(state.putters + state.getters));
    for (std::size_t i = 0; i < ended; ++i)
        EXPECT_EQ(refused[i], Status::closed);
    EXPECT_EQ(queue.size(), static_cast<std::size_t>(state.items));
    EXPECT_EQ(queue.put(8), Status::closed);
    EXPECT_EQ(queue.put(8, 1h), Status::closed);
    EXPECT_EQ(queue.try_put(8), Status::closed);
    int sum = 0;
    for (int i = 0; i < state.items; ++i)
        sum += queue.get().value();
    EXPECT_EQ(sum, state.items * (state.items - 1) / 2);
    queue.close();
    EXPECT_EQ(queue.get().error(), Status::closed);
    EXPECT_EQ(queue.get(1h).error(), Status::closed);
    EXPECT_EQ(queue.try_get().error(), Status::closed);
    EXPECT_TRUE(queue.empty());
}

TEST_P(Closing, fifo_refuses_who_waits_and_keeps_what_is_in) {
    run([&] {
        Queue<int, 3> queue;
        close_in(GetParam(), queue);
    });
}

TEST_P(Closing, lifo_refuses_who_waits_and_keeps_what_is_in) {
    run([&] {
        LifoQueue<int, 3> queue;
        close_in(GetParam(), queue);
    });
}

TEST_P(Closing, priority_queue_refuses_who_waits_and_keeps_what_is_in) {
    run([&] {
        PriorityQueue<int, 3> queue;
        close_in(GetParam(), queue);
    });
}

TEST_P(Closing, unbounded_queue_refuses_who_waits_and_keeps_what_is_in) {
    if (GetParam().putters > 0)
        return;
    run([&] {
        StaticMemoryPool<UnboundedQueue<int>::kBlockBytes, 3> memory;
        UnboundedQueue<int> queue(memory);
        close_in(GetParam(), queue);
    });
}

// --- Volume ---------------------------------------------------------------------------------------------------------

// The short form of tests/sim/queue_volume_test.cpp.
class Volume : public KernelTest, public testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Capacities, Volume, testing::Values(1, 3, 1024));

TEST_P(Volume, twenty_thousand_items_come_out_once_and_in_order) {
    constexpr int kItems = 20'000;
    auto& queue = make<Queue<int, 1024>>(GetParam());
    int wrong = 0;
    int received = 0;
    run([&] {
        spawn("consumer", [&] {
            while (const auto item = queue.get())
                wrong += *item != received++;
        });
        for (int i = 0; i < kItems; ++i)
            expect_ok(queue.put(i));
        queue.close();
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(received, kItems);
}

}  // namespace
}  // namespace baton::test
