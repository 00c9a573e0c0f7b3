// What interrupt handlers may do: everything in isr.hpp.
#include <baton_config.hpp>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Interrupts = KernelTest;

// What the handlers below said.
Status last_status = Status::ok;

void release(void* semaphore) {
    last_status = isr::release(*static_cast<Semaphore*>(semaphore));
}
void set(void* event) {
    last_status = isr::set(*static_cast<Event*>(event));
}

TEST_F(Interrupts, release_wakes_a_waiter) {
    Semaphore semaphore(0);
    run([&] {
        spawn(at_level("high", kHigh), [&] { log(semaphore.acquire()); });
        raise_interrupt(release, &semaphore);
        EXPECT_EQ(last_status, Status::ok);
        yield();
        log();
    });
    EXPECT_EQ(trace(), "high:ok main");
}

TEST_F(Interrupts, release_without_a_waiter_leaves_a_permit) {
    Semaphore semaphore(0);
    run([&] {
        raise_interrupt(release, &semaphore);
        raise_interrupt(release, &semaphore);
        yield();
        EXPECT_EQ(semaphore.count(), 2U);
    });
}

TEST_F(Interrupts, set_wakes_all_waiters) {
    Event event;
    run([&] {
        for (const char* name : {"a", "b"})
            spawn(at_level(name, kHigh), [&] { log(event.wait()); });
        raise_interrupt(set, &event);
        yield();
        EXPECT_TRUE(event.is_set());
        log();
    });
    EXPECT_EQ(trace(), "a:ok b:ok main");
}

TEST_F(Interrupts, message_is_seen_when_the_last_ready_task_blocks) {
    Semaphore semaphore(0);
    run([&] {
        raise_interrupt(release, &semaphore);
        log(semaphore.acquire());
        log_time();
    });
    EXPECT_EQ(trace(), "main:ok main@0");
}

TEST_F(Interrupts, without_preemption_the_running_task_goes_on) {
    options.preemption = Preemption::off;
    Semaphore semaphore(0);
    run([&] {
        spawn(at_level("high", kHigh), [&] { log(semaphore.acquire()); });
        yield();
        raise_interrupt(release, &semaphore);
        log("interrupted");
        yield();
    });
    EXPECT_EQ(trace(), "main:interrupted high:ok");
}

TEST_F(Interrupts, messages_are_dealt_with_in_the_order_of_their_arrival) {
    Semaphore first(0);
    Semaphore second(0);
    run([&] {
        spawn("b", [&] { log(second.acquire()); });
        spawn("a", [&] { log(first.acquire()); });
        yield();
        raise_interrupt(release, &first);
        raise_interrupt(release, &second);
    });
    EXPECT_EQ(trace(), "a:ok b:ok");
}

TEST_F(Interrupts, full_inbox_overflows_and_counts_what_is_lost) {
    struct Flood {
        Semaphore semaphore{0};
        std::size_t accepted = 0;
        std::size_t refused = 0;
    } flood;
    constexpr std::size_t kLost = 3;
    run([&] {
        const auto handler = [](void* argument) {
            Flood& target = *static_cast<Flood*>(argument);
            for (std::size_t i = 0; i < kConfig.inbox_entries + kLost; ++i)
                ++(isr::release(target.semaphore) == Status::ok ? target.accepted : target.refused);
        };
        for (std::size_t round = 1; round <= 3; ++round) {
            raise_interrupt(handler, &flood);
            yield();
            EXPECT_EQ(flood.accepted, round * kConfig.inbox_entries);
            EXPECT_EQ(flood.refused, round * kLost);
            EXPECT_EQ(flood.semaphore.count(), flood.accepted);
            EXPECT_EQ(this_kernel().inbox().lost(), flood.refused);
        }
    });
}

TEST_F(Interrupts, message_where_no_kernel_runs_is_invalid) {
    Semaphore semaphore(0);
    raise_interrupt(release, &semaphore);
    EXPECT_EQ(last_status, Status::invalid);
    EXPECT_EQ(isr::release(semaphore), Status::invalid);
    EXPECT_EQ(semaphore.count(), 0U);
}

TEST_F(Interrupts, messages_may_come_from_tasks_too) {
    Event event;
    run([&] {
        spawn("a", [&] { log(event.wait()); });
        yield();
        EXPECT_EQ(isr::set(event), Status::ok);
        yield();
    });
    EXPECT_EQ(trace(), "a:ok");
}

TEST_F(Interrupts, posted_function_runs_with_the_kernel_entered) {
    static bool entered;
    entered = false;
    run([&] {
        const auto handler = [](void* kernel) {
            last_status = isr::post(
                [](Kernel& running, void* argument) { entered = hal::kernel_entered() && &running == argument; },
                kernel);
        };
        raise_interrupt(handler, &this_kernel());
        yield();
        EXPECT_TRUE(entered);
    });
}

TEST_F(Interrupts, wake_up_from_an_interrupt_comes_before_a_deadline_that_has_passed) {
    Semaphore semaphore(0);
    run([&] {
        spawn("a", [&] { log(semaphore.acquire(10ms)); });
        yield();
        raise_interrupt(release, &semaphore);
        sleep_for(20ms);
    });
    EXPECT_EQ(trace(), "a:ok");
}

TEST_F(Interrupts, clock_can_be_read) {
    static Clock::time_point seen;
    const auto before = Clock::now();
    raise_interrupt([](void*) { seen = isr::now(); }, nullptr);
    EXPECT_GE(seen, before);
    EXPECT_LE(seen, Clock::now());
}

}  // namespace
}  // namespace baton::test
