// What models of workloads need of the kernel: figures that depend on nothing but the workload.
#include <gtest/gtest.h>

#include <baton/baton.hpp>
#include <string>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

class Model : public testing::Test {
  protected:
    // Runs a first task that ends when it has started others.
    template <class F>
    void run(F&& first) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        options.stacks = &stacks;
        Kernel kernel(options);
        baton::run(kernel, first);
    }

    void log() {
        events += std::string(events.empty() ? "" : " ") + current().name() + "@" +
                  std::to_string((Clock::now() - start) / 1ms);
    }

    KernelOptions options{.policy = &kFcfs};
    Clock::time_point start = Clock::now();
    std::string events;
};

TEST_F(Model, equal_deadlines_are_in_the_order_of_the_tasks_if_asked_for) {
    for (const DeadlineTies ties : {DeadlineTies::by_call, DeadlineTies::by_task}) {
        options.ties = ties;
        start = Clock::now();
        events.clear();
        run([&] {
            spawn({.name = "a", .start_after = 1ms}, [&] {
                sleep_for(9ms);
                log();
            });
            spawn({.name = "b", .start_after = 10ms}, [&] { log(); });
            spawn({.name = "c"}, [&] {
                sleep_for(10ms);
                log();
            });
        });
        EXPECT_EQ(events, ties == DeadlineTies::by_call ? "b@10 c@10 a@10" : "a@10 b@10 c@10");
    }
}

TEST_F(Model, task_may_be_started_at_an_instant) {
    run([&] {
        work_for(3ms);
        spawn({.name = "a", .start_after = start + 5ms}, [&] { log(); });
        spawn({.name = "b", .start_after = start}, [&] { log(); });
    });
    EXPECT_EQ(events, "b@3 a@5");
}

TEST_F(Model, switch_from_a_first_task_that_has_ended_is_free) {
    options.switch_cost = 1ms;
    run([&] {
        for (const char* name : {"a", "b"}) {
            spawn({.name = name, .start_after = start + 10ms}, [&] {
                log();
                work_for(5ms);
            });
        }
    });
    EXPECT_EQ(events, "a@10 b@16");
}

}  // namespace
}  // namespace baton::sim
