// Tasks that use every kind of object at random while they are re-levelled, cancelled, suspended and terminated, with a
// look at all of the kernel's lists after each step.
#include <array>
#include <mutex>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

constexpr std::size_t kWorkers = 8;
constexpr int kSteps = 400;

class Mixture : public KernelTest, public testing::WithParamInterface<std::uint64_t> {
  protected:
    struct Worker {
        TaskHandle<> task;
        bool is_reading = false;  // a reader that is terminated keeps writers out for ever: that is documented
        std::uint32_t steps = 0;
    };

    static Timeout short_time(Random& random) { return random.below(6) * 60us; }

    // Something that may wait, for a short time.
    void do_something(Worker& self, Random& random) {
        switch (random.below(18)) {
            case 0: use(mutexes[random.below(3)], random); break;
            case 1: use(recursive, random); break;
            case 2: {
                const std::scoped_lock both(ordered[0], ordered[1]);
                yield();
                break;
            }
            case 3: (void)semaphore.acquire(short_time(random)); break;
            case 4: (void)semaphore.release(); break;
            case 5: (void)event.wait(short_time(random)); break;
            case 6: random.below(2) == 0 ? event.set() : event.clear(); break;
            case 7: (void)flags.wait_any(random.below(15) + 1, short_time(random), EventFlags::Clear::yes); break;
            case 8: flags.set(random.below(16)); break;
            case 9: wait_for_condition(random); break;
            case 10: condition.notify(random.below(3)); break;
            case 11: (void)barrier.wait(short_time(random)); break;
            case 12: barrier.reset(); break;
            case 13: read(self, random); break;
            case 14:
                if (is_taken(lock.acquire_write(short_time(random)))) {
                    sleep_for(30us);
                    (void)lock.release_write();
                }
                break;
            case 15: (void)queue.put(static_cast<int>(random.below(100)), short_time(random)); break;
            case 16: (void)queue.get(short_time(random)); break;
            default: select_something(random); break;
        }
    }

    static bool is_taken(Status status) { return status == Status::ok || status == Status::owner_dead; }

    template <class Lock>
    void use(Lock& mutex, Random& random) {
        if (!is_taken(mutex.acquire(short_time(random))))
            return;
        sleep_for(random.below(2) * 50us);
        (void)mutex.release();
    }

    void wait_for_condition(Random& random) {
        if (!is_taken(mutexes[0].acquire(short_time(random))))
            return;
        // Not wait(mutex), whose lock() is fatal for a mutex that was abandoned meanwhile.
        struct Lock {
            Mutex& mutex;
            void lock() {
                while (!is_taken(mutex.acquire())) {
                }
            }
            void unlock() { expect_ok(mutex.release()); }
        } guard{mutexes[0]};
        (void)condition.wait(guard, short_time(random));
        (void)mutexes[0].release();
    }

    void read(Worker& self, Random& random) {
        self.is_reading = true;
        if (is_taken(lock.acquire_read(short_time(random)))) {
            sleep_for(20us);
            (void)lock.release_read();
        }
        self.is_reading = false;
    }

    void select_something(Random& random) {
        std::optional<int> got;
        int item = 7;
        std::uint32_t met = 0;
        const Selected selected =
            select(short_time(random), on_get(queue, got), on_put(queue, item), on_acquire(semaphore),
                   on_lock(mutexes[1]), on_lock(mutexes[2]), on_any(flags, 8U, met), on_readable(stream));
        if (selected.is_case() && is_taken(selected.status) && (selected.index == 3 || selected.index == 4))
            (void)mutexes[selected.index - 2].release();
    }

    void start(Worker& worker, std::uint64_t seed) {
        worker.task = spawn(at_level("worker", static_cast<Level>(1 + seed % 20)), [this, &worker, seed] {
            Random random(seed);
            for (;;) {
                do_something(worker, random);
                check_invariants();
                ++worker.steps;
                if (random.below(8) == 0)
                    sleep_for(40us);
            }
        });
    }

    void interfere(Worker& worker, Random& random) {
        Task& task = worker.task.task();
        switch (random.below(6)) {
            case 0: task.set_level(static_cast<Level>(1 + random.below(20))); break;
            case 1: expect_ok(task.cancel()); break;
            case 2: expect_ok(task.suspend()); break;
            case 3:
            case 4: (void)task.resume(); break;
            default:
                if (worker.is_reading || holds_ordered(task))
                    break;
                expect_ok(task.terminate());
                start(worker, random());
        }
        check_invariants();
    }

    // lock() of an abandoned mutex is fatal.
    bool holds_ordered(const Task& task) const {
        return ordered[0].owner() == &task || ordered[1].owner() == &task || ordered[0].has_waiters() ||
               ordered[1].has_waiters();
    }

    std::array<Mutex, 3> mutexes;
    std::array<Mutex, 2> ordered;
    RecursiveMutex recursive;
    Semaphore semaphore{1};
    Event event;
    EventFlags flags;
    Condition condition;
    Barrier barrier{3};
    RwLock lock;
    Queue<int, 2> queue;
    ByteStream<8> stream;
    std::array<Worker, kWorkers> workers;
};

INSTANTIATE_TEST_SUITE_P(Kernel, Mixture, testing::Range<std::uint64_t>(1, 5));

TEST_P(Mixture, of_all_objects_and_all_that_can_happen_to_tasks_keeps_the_kernel_whole) {
    run([&] {
        current().set_level(0);
        Random random(GetParam());
        for (Worker& worker : workers)
            start(worker, random());
        for (int step = 0; step < kSteps; ++step) {
            sleep_for(random.below(4) * 50us);
            interfere(workers[random.below(kWorkers)], random);
        }
        std::uint32_t steps = 0;
        for (Worker& worker : workers) {
            (void)worker.task->resume();
            steps += worker.steps;
        }
        EXPECT_GT(steps, static_cast<std::uint32_t>(kSteps));
        for (Worker& worker : workers) {
            while (worker.is_reading || holds_ordered(worker.task.task()))
                sleep_for(10us);
            expect_ok(worker.task->terminate());
            check_invariants();
        }
        for (Worker& worker : workers)
            worker.task = {};
        EXPECT_EQ(lock.readers(), 0U);
        for (const Mutex& mutex : mutexes)
            EXPECT_EQ(mutex.owner(), nullptr);
    });
}

}  // namespace
}  // namespace baton::test
