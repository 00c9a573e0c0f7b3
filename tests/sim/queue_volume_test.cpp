// Ten million items through a queue: more than a target in QEMU has the time for.
#include <gtest/gtest.h>

#include <baton/baton.hpp>
#include <memory>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

constexpr int kItems = 10'000'000;

class QueueVolume : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Capacities, QueueVolume, testing::Values(1, 3, 1024));

TEST_P(QueueVolume, ten_million_items_come_out_once_and_in_order) {
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    const auto queue = std::make_unique<Queue<int, 1024>>(GetParam());
    int wrong = 0;
    int received = 0;
    Kernel kernel({.stacks = &stacks});
    baton::run(kernel, [&] {
        spawn("consumer", [&] {
            while (const auto item = queue->get())
                wrong += *item != received++;
        });
        for (int i = 0; i < kItems; ++i)
            expect_ok(queue->put(i));
        queue->close();
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(received, kItems);
}

// Several at both ends: each producer's items stay in order, and none is lost or doubled.
TEST_P(QueueVolume, several_producers_and_consumers_lose_and_double_nothing) {
    constexpr int kProducers = 4;
    constexpr int kEach = kItems / 10 / kProducers;
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    const auto queue = std::make_unique<Queue<int, 1024>>(GetParam());
    std::vector<std::uint8_t> seen(kProducers * kEach);
    Kernel kernel({.stacks = &stacks});
    baton::run(kernel, [&] {
        for (int consumer = 0; consumer < 3; ++consumer) {
            spawn("consumer", [&] {
                while (const auto item = queue->get())
                    ++seen[static_cast<std::size_t>(*item)];
            });
        }
        std::vector<TaskHandle<>> producers;
        for (int producer = 0; producer < kProducers; ++producer) {
            producers.push_back(spawn("producer", [&, producer] {
                for (int i = 0; i < kEach; ++i)
                    expect_ok(queue->put(producer * kEach + i));
            }));
        }
        for (const auto& producer : producers)
            expect_ok(producer.join());
        queue->close();
    });
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](std::uint8_t count) { return count == 1; }));
}

}  // namespace
}  // namespace baton::sim
