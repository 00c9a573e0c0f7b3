// What models of workloads need of the kernel: figures that depend on nothing but the workload.
#include <gtest/gtest.h>

#include <baton/baton.hpp>
#include <string>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

class Workload : public testing::Test {
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

TEST_F(Workload, equal_deadlines_are_in_the_order_of_the_tasks_if_asked_for) {
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

constexpr LevelRow kFeedbackRows[] = {{.quantum = 2ms, .allotment = 2ms, .on_expiry = 1, .on_wake = 0},
                                      {.quantum = 2ms, .on_expiry = 1, .on_wake = 1}};
constexpr DispatchTable kFeedback{.name = "feedback", .rows = kFeedbackRows, .boost_period = 10ms};
static_assert(kFeedback.is_valid());

TEST_F(Workload, deadlines_after_a_boost_come_at_their_instants) {
    options.policy = &kFeedback;
    run([&] {
        spawn({.name = "compute", .start_after = 10ms}, [&] {
            work_for(40ms);
            log();
        });
        for (const Duration arrival : {25ms, 31ms, 37ms, 45ms})
            spawn({.name = "short", .start_after = arrival}, [&] { log(); });
    });
    // At 31 the boost has put both on one level, where a quantum ends at 32.
    EXPECT_EQ(events, "short@25 short@32 short@37 short@45 compute@50");
}

TEST_F(Workload, boost_keeps_the_order_of_those_who_are_ready) {
    options.policy = &kFeedback;
    run([&] {
        // All have sunk by 16. At the boost, at 20, b has used up its second quantum, and c is next.
        for (const char* name : {"a", "b", "c"}) {
            spawn({.name = name, .start_after = 10ms}, [&] {
                for (int i = 0; i < 3; ++i) {
                    work_for(2ms);
                    log();
                }
            });
        }
    });
    EXPECT_EQ(events, "a@12 b@14 c@16 a@18 b@20 c@22 a@24 b@26 c@28");
}

TEST_F(Workload, boost_gives_a_new_quantum) {
    options.policy = &kFeedback;
    run([&] {
        for (const char* name : {"a", "b"}) {
            spawn({.name = name, .start_after = 19ms}, [&] {
                work_for(3ms);
                log();
            });
        }
    });
    EXPECT_EQ(events, "a@22 b@25") << "without, b would run from 21";
}

TEST_F(Workload, who_is_displaced_by_an_earlier_deadline_comes_before_equals_that_are_ready_later) {
    options.policy = &kEdf;
    run([&] {
        const auto work = [&] {
            work_for(2ms);
            log();
        };
        for (const char* name : {"a", "b"})
            spawn({.name = name, .start_after = 10ms}, work);
        spawn({.name = "first", .deadline = 9ms, .start_after = 10ms}, work);
        spawn({.name = "urgent", .deadline = 5ms, .start_after = 13ms}, work);
        spawn({.name = "c", .start_after = 13ms}, work);
    });
    EXPECT_EQ(events, "first@12 urgent@15 a@16 b@18 c@20");
}

TEST_F(Workload, equal_keys_are_in_the_order_of_becoming_ready) {
    options.policy = &kSjf;
    run([&] {
        const auto work = [&] {
            work_for(4ms);
            log();
        };
        spawn({.name = "running", .estimate = 4ms, .start_after = 10ms}, work);
        spawn({.name = "late", .estimate = 4ms, .start_after = 14ms}, work);
        spawn({.name = "early", .estimate = 4ms, .start_after = 12ms}, work);
    });
    EXPECT_EQ(events, "running@14 early@18 late@22") << "late comes when nobody is running";
}

TEST_F(Workload, task_may_be_started_at_an_instant) {
    run([&] {
        work_for(3ms);
        spawn({.name = "a", .start_after = start + 5ms}, [&] { log(); });
        spawn({.name = "b", .start_after = start}, [&] { log(); });
    });
    EXPECT_EQ(events, "b@3 a@5");
}

TEST_F(Workload, switch_from_a_first_task_that_has_ended_is_free) {
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
