#include "tests/bench/cases.hpp"

#include "tests/bench/trial.hpp"

namespace baton::bench {

namespace {

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

constexpr Case kCases[] = {
    {"yield/2", yield_among<2>, false},
    {"yield/32", yield_among<32>, false},
    {"semaphore_wake", semaphore_wake, true},
    {"semaphore_cycle", semaphore_cycle, true},
    {"semaphore_uncontended", semaphore_uncontended, false},
    {"mutex_uncontended", mutex_uncontended, false},
    {"mutex_handoff", mutex_handoff, true},
};

}  // namespace

std::span<const Case> cases() {
    return kCases;
}

}  // namespace baton::bench
