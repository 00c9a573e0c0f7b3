// Inherited levels against a plain computation of what they must be, while tasks lock, give up, are re-levelled,
// cancelled, suspended and terminated at random.
#include <algorithm>
#include <array>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

constexpr std::size_t kWorkers = 7;
constexpr std::size_t kMutexes = 5;
constexpr std::size_t kNone = kMutexes;

enum class Order : std::uint8_t { nothing, acquire, acquire_for_a_while, select_two, release };

// A task that does what it is told.
struct Worker {
    TaskHandle<> task;
    Semaphore told{0};
    Order order = Order::nothing;
    std::size_t first = 0;
    std::size_t second = 0;
    // What it is waiting for now.
    std::array<std::size_t, 2> wanted{kNone, kNone};
};

class Model : public KernelTest, public testing::WithParamInterface<std::uint64_t> {
  protected:
    void obey(Worker& self) {
        for (;;) {
            if (self.told.acquire() != Status::ok)
                continue;  // cancelled
            Mutex& mutex = mutexes[self.first];
            Mutex& other = mutexes[self.second];
            switch (self.order) {
                case Order::nothing: return;
                case Order::acquire:
                    self.wanted = {self.first, kNone};
                    (void)mutex.acquire();
                    break;
                case Order::acquire_for_a_while:
                    self.wanted = {self.first, kNone};
                    (void)mutex.acquire(300us);
                    break;
                case Order::select_two:
                    self.wanted = {self.first, self.second};
                    (void)select(500us, on_lock(mutex), on_lock(other));
                    break;
                case Order::release: (void)mutex.release(); break;
            }
            self.wanted = {kNone, kNone};
        }
    }

    void start(Worker& worker, Random& random) {
        worker.order = Order::nothing;
        worker.wanted = {kNone, kNone};
        while (worker.told.try_acquire() == Status::ok) {
        }
        worker.task =
            spawn(at_level("worker", static_cast<Level>(1 + random.below(20))), [this, &worker] { obey(worker); });
    }

    // The level of each worker: the highest of its own and of all who wait, directly or not, for what it holds.
    std::array<int, kWorkers> expected_levels() const {
        std::array<int, kWorkers> levels{};
        for (std::size_t i = 0; i < kWorkers; ++i)
            levels[i] = workers[i].task->base_level();
        for (bool changed = true; std::exchange(changed, false);) {
            for (std::size_t waiter = 0; waiter < kWorkers; ++waiter) {
                if (workers[waiter].task->waits_for().empty())
                    continue;  // its wait has ended, and it has not run since
                for (const std::size_t wanted : workers[waiter].wanted) {
                    for (std::size_t owner = 0; wanted != kNone && owner < kWorkers; ++owner) {
                        if (mutexes[wanted].owner() != workers[owner].task.operator->() || owner == waiter)
                            continue;
                        changed = changed || levels[waiter] < levels[owner];
                        levels[owner] = std::min(levels[owner], levels[waiter]);
                    }
                }
            }
        }
        return levels;
    }

    void expect_levels(int step) {
        check_invariants();
        std::array<int, kWorkers> expected{};
        std::array<int, kWorkers> levels{};
        {
            const NestedKernelEntry no_preemption;  // by a wait whose time is over
            expected = expected_levels();
            for (std::size_t i = 0; i < kWorkers; ++i)
                levels[i] = workers[i].task->level();
        }
        for (std::size_t i = 0; i < kWorkers; ++i)
            ASSERT_EQ(levels[i], expected[i]) << "worker " << i << ", step " << step;
    }

    void do_something(Random& random) {
        Worker& worker = workers[random.below(kWorkers)];
        Task& task = worker.task.task();
        switch (random.below(16)) {
            case 0: task.set_level(static_cast<Level>(1 + random.below(20))); break;
            case 1: expect_ok(task.cancel()); break;
            case 2: expect_ok(task.suspend()); break;
            case 3: (void)task.resume(); break;
            case 4:
                expect_ok(task.terminate());
                start(worker, random);
                break;
            default:
                if (!worker.told.has_waiters())
                    break;  // busy
                worker.order = static_cast<Order>(1 + random.below(4));
                worker.first = random.below(kMutexes);
                worker.second = random.below(kMutexes);
                expect_ok(worker.told.release());
        }
    }

    std::array<Mutex, kMutexes> mutexes;
    std::array<Worker, kWorkers> workers;
};

INSTANTIATE_TEST_SUITE_P(Inheritance, Model, testing::Range<std::uint64_t>(1, 9));

TEST_P(Model, levels_are_what_a_plain_computation_says) {
    run([&] {
        current().set_level(0);
        Random random(GetParam());
        for (Worker& worker : workers)
            start(worker, random);
        std::ptrdiff_t lent = 0;
        for (int step = 0; step < 500 && !HasFatalFailure(); ++step) {
            do_something(random);
            if (random.below(2) == 0)
                sleep_for(random.below(3) * 50us);
            expect_levels(step);
            lent += std::ranges::count_if(
                workers, [](const Worker& worker) { return worker.task->level() < worker.task->base_level(); });
        }
        EXPECT_GT(lent, 20) << "levels were lent";
        for (Worker& worker : workers)
            expect_ok(worker.task->terminate());
        for (Worker& worker : workers)
            worker.task = {};
        for (Mutex& mutex : mutexes)
            EXPECT_EQ(mutex.owner(), nullptr);
    });
}

}  // namespace
}  // namespace baton::test
