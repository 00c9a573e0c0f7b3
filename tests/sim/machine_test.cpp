#include "sim/machine.hpp"

#include <gtest/gtest.h>

#include <baton/baton.hpp>
#include <baton/isr.hpp>
#include <chrono>
#include <cstdlib>
#include <vector>

#include "hal/idle.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

class MachineTest : public testing::Test {
  protected:
    template <class F>
    void run(F&& main) {
        static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
        Kernel kernel({.policy = &kFixedPriority, .stacks = &stacks});
        baton::run(kernel, std::ref(main));
    }

    Machine& machine = Machine::the();
};

// --- Time -----------------------------------------------------------------------------------------------------------

TEST_F(MachineTest, virtual_time_stands_still_while_tasks_run) {
    run([&] {
        const auto start = Clock::now();
        for (int i = 0; i < 1'000; ++i)
            yield();
        EXPECT_EQ(Clock::now(), start);
    });
}

TEST_F(MachineTest, hours_of_sleep_cost_no_time) {
    const auto host_start = std::chrono::steady_clock::now();
    run([&] {
        const auto start = Clock::now();
        for (int i = 0; i < 60; ++i)
            sleep_for(1min);
        EXPECT_EQ(Clock::now() - start, 1h);
        sleep_for(10'000h);
        EXPECT_EQ(Clock::now() - start, 10'001h);
    });
    EXPECT_LT(std::chrono::steady_clock::now() - host_start, 1s);
}

TEST_F(MachineTest, advance_lets_time_pass_for_the_running_task_and_others_come_due) {
    run([&] {
        const auto start = Clock::now();
        Clock::time_point woken;
        spawn("a", [&] {
            sleep_for(5ms);
            woken = Clock::now();
        });
        yield();
        machine.advance(Duration(20ms).count());
        EXPECT_EQ(Clock::now() - start, 20ms);
        yield();
        EXPECT_EQ(woken - start, 20ms) << "late, because nobody gave up the CPU before";
    });
}

TEST_F(MachineTest, paced_time_takes_as_long_as_it_says) {
    const auto run_paced = [&] {
        machine.set_realtime();
        const auto host_start = std::chrono::steady_clock::now();
        run([] {
            sleep_for(30ms);
            sleep_for(30ms);
        });
        const auto taken = std::chrono::steady_clock::now() - host_start;
        std::_Exit(taken >= 60ms && taken < 1s ? 0 : 1);
    };
    EXPECT_EXIT(run_paced(), testing::ExitedWithCode(0), "");
}

// --- The end of a run -----------------------------------------------------------------------------------------------

TEST_F(MachineTest, run_ends_with_status_0_when_time_would_pass_its_end) {
    const auto run_until = [&] {
        machine.set_end(machine.now() + Duration(2'500ms).count());
        run([] {
            for (int second = 1;; ++second) {
                sleep_for(1s);
                print_error("second ", second);
            }
        });
    };
    EXPECT_EXIT(run_until(), testing::ExitedWithCode(0),
                "^second 1\nsecond 2\nbaton: stopped at .*, as --until says\n$");
}

TEST_F(MachineTest, what_is_due_at_the_end_still_happens) {
    const auto run_until = [&] {
        machine.set_end(machine.now() + Duration(1s).count());
        run([] {
            sleep_for(1s);
            print_error("on time");
            sleep_for(1ns);
            print_error("too late");
        });
    };
    EXPECT_EXIT(run_until(), testing::ExitedWithCode(0), "^on time\nbaton: stopped at .*\n$");
}

TEST_F(MachineTest, run_that_ends_before_its_end_says_nothing) {
    const auto run_until = [&] {
        machine.set_end(machine.now() + Duration(1s).count());
        run([] { sleep_for(999ms); });
        std::_Exit(7);
    };
    EXPECT_EXIT(run_until(), testing::ExitedWithCode(7), "^$");
}

// --- Interrupts -----------------------------------------------------------------------------------------------------

std::vector<int> handled;

void handle(void* number) {
    EXPECT_TRUE(hal::in_interrupt());
    handled.push_back(static_cast<int>(reinterpret_cast<std::intptr_t>(number)));
}

void* number(std::intptr_t value) {
    return reinterpret_cast<void*>(value);
}

class InterruptTest : public MachineTest {
  protected:
    void SetUp() override { handled.clear(); }
};

TEST_F(InterruptTest, interrupt_is_handled_at_once) {
    EXPECT_FALSE(hal::in_interrupt());
    machine.interrupt(handle, number(1));
    EXPECT_EQ(handled, std::vector{1});
    EXPECT_FALSE(hal::in_interrupt());
}

TEST_F(InterruptTest, masked_interrupt_is_handled_when_unmasked) {
    const hal::InterruptState outer = hal::interrupts_save();
    const hal::InterruptState inner = hal::interrupts_save();
    machine.interrupt(handle, number(1));
    hal::interrupts_restore(inner);
    EXPECT_TRUE(handled.empty());
    EXPECT_TRUE(hal::idle_wait()) << "something waits to be handled";
    hal::interrupts_restore(outer);
    EXPECT_EQ(handled, std::vector{1});
}

TEST_F(InterruptTest, interrupt_of_a_handler_comes_after_it) {
    machine.interrupt(
        [](void*) {
            Machine::the().interrupt(handle, number(2));
            handled.push_back(1);
        },
        nullptr);
    EXPECT_EQ(handled, (std::vector{1, 2}));
}

TEST_F(InterruptTest, several_masked_interrupts_are_all_handled_in_their_order) {
    const hal::InterruptState state = hal::interrupts_save();
    for (const int i : {1, 2, 3})
        machine.interrupt(handle, number(i));
    hal::interrupts_restore(state);
    EXPECT_EQ(handled, (std::vector{1, 2, 3}));
}

TEST_F(InterruptTest, alarm_that_comes_due_while_masked_is_delivered_at_unmask) {
    run([&] {
        bool woken = false;
        spawn("a", [&] {
            sleep_for(5ms);
            woken = true;
        });
        yield();
        const hal::InterruptState state = hal::interrupts_save();
        machine.advance(Duration(10ms).count());
        yield();
        EXPECT_FALSE(woken);
        hal::interrupts_restore(state);
        yield();
        EXPECT_TRUE(woken);
    });
}

}  // namespace
}  // namespace baton::sim
