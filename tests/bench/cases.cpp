#include "tests/bench/cases.hpp"

#include "tests/bench/trial.hpp"

namespace baton::bench {

namespace {

using namespace std::chrono_literals;

template <int Tasks>
void yield_among(Trial& trial) {
    trial.run([](Meter& meter) {
        for (int i = 1; i < Tasks; ++i)
            helper(current().level(), [] { yield(); });
        meter.measure({.operations = Tasks, .loops = Tasks}, [] { yield(); });
    });
}

void semaphore_wake(Trial& trial) {
    Semaphore semaphore(0);
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] {
            (void)semaphore.acquire();
            meter.stop();
        });
        meter.measure_latency([&] {
            meter.start();
            (void)semaphore.release();
        });
    });
}

void semaphore_cycle(Trial& trial) {
    Semaphore semaphore(0);
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] { (void)semaphore.acquire(); });
        meter.measure({.loops = 2}, [&] { (void)semaphore.release(); });
    });
}

void semaphore_uncontended(Trial& trial) {
    Semaphore semaphore(1);
    trial.run([&](Meter& meter) {
        meter.measure({}, [&] {
            (void)semaphore.acquire();
            (void)semaphore.release();
        });
    });
}

void mutex_uncontended(Trial& trial) {
    Mutex mutex;
    trial.run([&](Meter& meter) {
        meter.measure({}, [&] {
            mutex.lock();
            mutex.unlock();
        });
    });
}

void mutex_handoff(Trial& trial) {
    Semaphore wanted(0);
    Mutex mutex;
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] {
            (void)wanted.acquire();
            mutex.lock();
            meter.stop();
            mutex.unlock();
        });
        meter.measure_latency([&] {
            mutex.lock();
            (void)wanted.release();  // the helper blocks on the mutex
            meter.start();
            mutex.unlock();
        });
    });
}

template <std::size_t Bytes>
struct Item {
    std::uint32_t words[Bytes / sizeof(std::uint32_t)];
};

template <std::size_t Bytes>
void queue_uncontended(Trial& trial) {
    Queue<Item<Bytes>, 4> queue;
    trial.run([&](Meter& meter) {
        Item<Bytes> item{};
        meter.measure({}, [&] {
            (void)queue.put(item);
            item = *queue.get();
        });
    });
}

void queue_wake(Trial& trial) {
    Queue<Item<4>, 4> queue;
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] {
            keep(queue.get());
            meter.stop();
        });
        meter.measure_latency([&] {
            meter.start();
            (void)queue.put({});
        });
    });
}

void queue_cycle(Trial& trial) {
    Queue<Item<4>, 4> queue;
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] { keep(queue.get()); });
        meter.measure({.loops = 2}, [&] { (void)queue.put({}); });
    });
}

// The smallest task: nothing to run, and a stack that is just large enough.
class EmptyTask final : public StaticTask<kSmallestStackBytes> {
  public:
    EmptyTask() : StaticTask("empty") {}

  private:
    void run() override {}
};

void task_lifecycle(Trial& trial) {
    trial.run([](Meter& meter) {
        meter.measure({}, [] {
            EmptyTask task;
            (void)task.start();
            (void)task.join();
        });
    });
}

constinit Semaphore* interrupt_semaphore = nullptr;

void interrupt_to_task(Trial& trial) {
    Semaphore semaphore(0);
    interrupt_semaphore = &semaphore;
    set_interrupt_handler([] { (void)isr::release(*interrupt_semaphore); });
    trial.run([&](Meter& meter) {
        helper(kHigher, [&] {
            (void)semaphore.acquire();
            meter.stop();
        });
        meter.measure_latency([&] {
            meter.start();
            raise_interrupt();
        });
    });
}

// Tasks that sleep until long after the trial.
void start_sleepers(int count) {
    const Clock::time_point end = Clock::now() + 1h;
    for (int i = 0; i < count; ++i) {
        (void)spawn(TaskOptions{.name = "sleeper", .daemon = true}, [=] { sleep_until(end + i * 1ms); });
        yield();  // it falls asleep
    }
}

template <int Sleepers>
void sleep_cycle(Trial& trial) {
    trial.run([](Meter& meter) {
        start_sleepers(Sleepers);
        meter.measure_sleeping([] { sleep_for(1ms); });
    });
}

// A chain: each task that goes to sleep lets the next one run, which goes to sleep in turn, until only the measuring
// task is left. The deadlines are later than all before, so the first task sleeps behind 999 earlier deadlines and the
// last one behind 1,098.
void sleep_insert(Trial& trial) {
    constexpr int kChain = 100;
    Semaphore gate(0);
    trial.run([&](Meter& meter) {
        start_sleepers(999);
        const Clock::time_point end = Clock::now() + 2h;
        for (int i = 0; i < kChain; ++i) {
            (void)spawn(TaskOptions{.name = "chain", .daemon = true}, [=, &gate] {
                (void)gate.acquire();
                sleep_until(end + i * 1ms);
            });
            yield();
        }
        for (int i = 0; i < kChain; ++i)
            (void)gate.release();
        meter.measure_once(kChain, [] { yield(); });
    });
}

constexpr Case kCases[] = {
    {"yield/2", yield_among<2>, false},
    {"yield/32", yield_among<32>, false},
    {"semaphore_wake", semaphore_wake, true},
    {"semaphore_cycle", semaphore_cycle, true},
    {"semaphore_uncontended", semaphore_uncontended, false},
    {"mutex_uncontended", mutex_uncontended, false},
    {"mutex_handoff", mutex_handoff, true},
    {"queue_uncontended/4", queue_uncontended<4>, false},
    {"queue_uncontended/16", queue_uncontended<16>, false},
    {"queue_wake/4", queue_wake, true},
    {"queue_cycle/4", queue_cycle, true},
    {"task_lifecycle", task_lifecycle, false},
    {"interrupt_to_task", interrupt_to_task, true},
    {"sleep_cycle/0", sleep_cycle<0>, false},
    {"sleep_cycle/1000", sleep_cycle<1000>, false},
    {"sleep_insert/999", sleep_insert, true},
};

}  // namespace

std::span<const Case> cases() {
    return kCases;
}

}  // namespace baton::bench
