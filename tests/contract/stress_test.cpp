// Many tasks doing everything at random, with a look at all of the kernel's lists after each step.
#include <array>
#include <atomic>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

struct Variant {
    const DispatchTable* policy;
    Preemption preemption;
    std::uint64_t seed;
};

void PrintTo(const Variant& variant, std::ostream* out) {
    *out << variant.policy->name << (variant.preemption == Preemption::on ? ", preemptive" : ", cooperative");
}

class Stress : public KernelTest, public testing::WithParamInterface<Variant> {
  protected:
    Stress() {
        options.policy = GetParam().policy;
        options.preemption = GetParam().preemption;
    }
};

INSTANTIATE_TEST_SUITE_P(
    Kernel, Stress,
    testing::Values(Variant{&kFixedPriority, Preemption::on, 1}, Variant{&kFixedPriority, Preemption::off, 2},
                    Variant{&kMlfq, Preemption::on, 3}, Variant{&kMlfq, Preemption::off, 4},
                    Variant{&kRoundRobin, Preemption::on, 5}, Variant{&kFixedPriority, Preemption::on, 6}),
    [](const testing::TestParamInfo<Variant>& parameter) { return "seed_" + std::to_string(parameter.param.seed); });

constexpr int kTasks = 8;
constexpr int kSteps = 150;

// A duration that is zero now and then.
Duration short_time(Random& random) {
    return random.below(5) * 100us;
}

TEST_P(Stress, no_item_of_a_queue_is_lost_or_doubled) {
    constexpr int kItems = kTasks * kSteps;
    static std::array<std::uint8_t, kItems> seen;
    seen = {};
    JoinableQueue<int, 5> queue;
    std::atomic<int> put = 0;
    std::atomic<int> got = 0;
    run([&] {
        for (int task = 0; task < kTasks; ++task) {
            spawn(at_level("producer", static_cast<Level>(task * 3)), [&, task] {
                Random random(GetParam().seed * 100 + static_cast<std::uint64_t>(task));
                for (int step = 0; step < kSteps; ++step) {
                    const int item = task * kSteps + step;
                    Status status = Status::timeout;
                    switch (random.below(3)) {
                        case 0: status = queue.put(item); break;
                        case 1: status = queue.put(item, short_time(random)); break;
                        default: status = queue.try_put(item); break;
                    }
                    put += status == Status::ok ? 1 : 0;
                    if (status != Status::ok)
                        sleep_for(short_time(random));
                    check_invariants();
                }
            });
            spawn(at_level("consumer", static_cast<Level>(24 - task * 3)), [&, task] {
                Random random(GetParam().seed * 200 + static_cast<std::uint64_t>(task));
                for (;;) {
                    const auto item = random.below(2) == 0 ? queue.get() : queue.get(short_time(random));
                    check_invariants();
                    if (!item && item.error() == Status::closed)
                        return;
                    if (!item)
                        continue;
                    ++seen[static_cast<std::size_t>(*item)];
                    ++got;
                    if (random.below(4) == 0)
                        sleep_for(short_time(random));
                    expect_ok(queue.task_done());
                }
            });
        }
        while (active_count() > kTasks + 1)
            sleep_for(1ms);
        EXPECT_EQ(queue.join(), Status::ok);
        queue.close();
    });
    EXPECT_EQ(put.load(), got.load());
    EXPECT_GT(got, kItems / 4);
    EXPECT_TRUE(std::ranges::all_of(seen, [](int count) { return count <= 1; }));
    EXPECT_EQ(std::ranges::count(seen, 1), got);
}

TEST_P(Stress, locks_levels_and_semaphores_stay_consistent) {
    constexpr std::size_t kLocks = 4;
    std::array<Mutex, kLocks> mutexes;
    std::array<int, kLocks> owners{};
    Semaphore semaphore(2);
    std::array<TaskHandle<>, kTasks> tasks;
    std::atomic<int> inside = 0;
    std::atomic<int> deadlocks = 0;
    run([&] {
        current().set_level(0);
        for (std::size_t task = 0; task < kTasks; ++task) {
            tasks[task] = spawn(at_level("task", static_cast<Level>(1 + task * 3)), [&, task] {
                Random random(GetParam().seed * 300 + task);
                const auto use = [&](std::size_t index) {
                    EXPECT_EQ(owners[index]++, 0);
                    sleep_for(short_time(random));
                    check_invariants();
                };
                const auto give_back = [&](std::size_t index) {
                    --owners[index];
                    expect_ok(mutexes[index].release());
                    check_invariants();
                };
                for (int step = 0; step < kSteps; ++step) {
                    switch (random.below(4)) {
                        case 0: {
                            const std::size_t first = random.below(kLocks);
                            if (mutexes[first].acquire(short_time(random)) != Status::ok)
                                break;
                            use(first);
                            const std::size_t second = random.below(kLocks);
                            const Status status = mutexes[second].acquire();
                            check_invariants();
                            if (status == Status::ok) {
                                use(second);
                                give_back(second);
                            } else {
                                EXPECT_EQ(status, Status::deadlock);
                                ++deadlocks;
                            }
                            give_back(first);
                            break;
                        }
                        case 1: tasks[random.below(kTasks)]->set_level(static_cast<Level>(random.below(32))); break;
                        case 2:
                            if (semaphore.acquire(short_time(random)) == Status::ok) {
                                EXPECT_LE(++inside, 2);
                                yield();
                                --inside;
                                expect_ok(semaphore.release());
                            }
                            break;
                        default: yield(); break;
                    }
                    check_invariants();
                }
            });
        }
    });
    EXPECT_GT(deadlocks, 0);
    EXPECT_EQ(semaphore.count(), 2U);
    for (const auto& task : tasks)
        EXPECT_FALSE(task.is_alive());
    for (const Mutex& mutex : mutexes)
        EXPECT_EQ(mutex.owner(), nullptr);
}

TEST_P(Stress, tasks_come_and_go) {
    std::atomic<int> ended = 0;
    std::atomic<int> refused = 0;
    alignas(hal::kStackAlignment) static std::array<std::byte, 6 * kStackBytes> memory;
    StackPool pool(memory, kStackBytes);
    options.stacks = &pool;
    Random random(GetParam().seed);
    run([&] {
        std::array<TaskHandle<int>, 8> handles;
        for (int step = 0; step < 2 * kSteps; ++step) {
            auto& handle = handles[random.below(handles.size())];
            switch (random.below(4)) {
                case 0:
                case 1: {
                    const TaskOptions task{.name = "task", .level = static_cast<Level>(random.below(32))};
                    auto spawned = try_spawn(task, [&ended, duration = short_time(random)] {
                        sleep_for(duration);
                        return ++ended;
                    });
                    refused += spawned ? 0 : 1;
                    if (spawned)
                        handle = *std::move(spawned);
                    break;
                }
                case 2:
                    if (handle) {
                        EXPECT_EQ(handle.join(), Status::ok);
                        EXPECT_GT(handle.value(), 0);
                        handle = {};
                    }
                    break;
                default: sleep_for(short_time(random)); break;
            }
            check_invariants();
        }
    });
    EXPECT_GT(ended, kSteps / 4);
    EXPECT_GT(refused, 0);
    EXPECT_EQ(pool.in_use(), 0U);
}

}  // namespace
}  // namespace baton::test
