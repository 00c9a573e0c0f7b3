#include "switching.hpp"

#include <array>
#include <cstdint>

#include "measurement.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int kSteps = 10;  // of each task

std::uint64_t compute_step(baton::Random& random) {
    std::uint64_t sum = 0;
    for (int i = 0; i < 20; ++i)
        sum += random();
    return sum;
}

// The steps of one task. `after_step` gives up the CPU, or not.
template <class F>
std::uint64_t compute(int task, F after_step) {
    baton::Random random(static_cast<std::uint64_t>(task));
    std::uint64_t sum = 0;
    for (int step = 0; step < kSteps; ++step) {
        sum += compute_step(random);
        after_step();
    }
    return sum;
}

std::uint64_t compute_politely(int task) {
    return compute(task, baton::yield);
}

std::uint64_t wait(int) {
    for (int step = 0; step < kSteps; ++step)
        baton::sleep_for(1ms);
    return 0;
}

// The work of all tasks done by the caller. Returns the sum of what they returned.
template <class F>
Measurement measure_one(F work, std::uint64_t& sum) {
    return measure([&](auto) {
        for (int task = 0; task < kSwitchingTasks; ++task)
            sum += work(task);
    });
}

// The same, each by a task of its own.
Measurement measure_many(std::uint64_t (*work)(int), std::uint64_t& sum) {
    static std::array<baton::TaskHandle<std::uint64_t>, kSwitchingTasks> handles;
    return measure([&](auto count_tasks) {
        int task = 0;
        for (auto& handle : handles)
            handle = baton::spawn("switching", work, task++);
        count_tasks();
        baton::expect_ok(baton::join_all(handles));
        for (auto& handle : handles) {
            sum += handle.value();
            handle = {};
        }
    });
}

}  // namespace

bool compare_switching(bool quiet) {
    std::uint64_t sum_of_one = 0;
    std::uint64_t sum_of_many = 0;
    const Measurement one_computes = measure_one([](int task) { return compute(task, [] {}); }, sum_of_one);
    const Measurement many_compute = measure_many(compute_politely, sum_of_many);
    const Measurement one_waits = measure_one(wait, sum_of_one);
    const Measurement many_wait = measure_many(wait, sum_of_many);
    if (!quiet) {
        constexpr int kAll = kSwitchingTasks * kSteps;
        print_measurement(one_computes, "computing: ", kAll, " steps by one task");
        print_measurement(many_compute, "computing: ", kSwitchingTasks, " tasks, ", kSteps, " steps each, then yield");
        print_measurement(one_waits, "waiting: ", kAll, " waits of 1 ms by one task");
        print_measurement(many_wait, "waiting: ", kSwitchingTasks, " tasks, ", kSteps, " waits each");
    }
    return sum_of_one == sum_of_many && many_wait.time < one_waits.time;
}
