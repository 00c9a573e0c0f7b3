#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Events = KernelTest;

TEST_F(Events, wait_passes_while_the_event_is_set) {
    Event event("green");
    run([&] {
        EXPECT_FALSE(event.is_set());
        EXPECT_EQ(event.wait(0ns), Status::timeout);
        event.set();
        EXPECT_TRUE(event.is_set());
        EXPECT_EQ(event.wait(), Status::ok);
        EXPECT_EQ(event.wait(0ns), Status::ok);
        EXPECT_EQ(event.wait(1h), Status::ok);
        event.set();
        event.clear();
        EXPECT_FALSE(event.is_set());
        event.clear();
        EXPECT_EQ(event.wait(Clock::now()), Status::timeout);
    });
    EXPECT_STREQ(event.name(), "green");
}

TEST_F(Events, set_wakes_all_waiters_highest_first_then_in_arrival_order) {
    Event event;
    run([&] {
        for (const TaskOptions& task : {at_level("low", kLow), at_level("b", kMain), at_level("c", kMain),
                                        at_level("high", kHigh), at_level("d", kMain)})
            spawn(task, [&] { log(event.wait()); });
        sleep_for(1ms);
        event.set();
        log();
    });
    EXPECT_EQ(trace(), "high:ok main b:ok c:ok d:ok low:ok");
}

TEST_F(Events, waiter_woken_by_set_sees_success_even_if_clear_follows) {
    Event event;
    run([&] {
        spawn("a", [&] { log(event.wait()); });
        spawn("b", [&] { log(event.wait(1h)); });
        yield();
        event.set();
        event.clear();
        EXPECT_FALSE(event.is_set());
        EXPECT_FALSE(event.has_waiters());
        EXPECT_EQ(event.wait(0ns), Status::timeout);
    });
    EXPECT_EQ(trace(), "a:ok b:ok");
}

TEST_F(Events, timed_wait_ends_at_its_deadline) {
    Event event;
    run([&] {
        spawn("a", [&] {
            log(event.wait(10ms));
            log_time();
        });
        spawn("b", [&] {
            log(event.wait(30ms));
            log_time();
        });
        sleep_for(20ms);
        event.set();
    });
    EXPECT_EQ(trace(), "a:timeout a@10 b:ok b@20");
}

TEST_F(Events, set_without_preemption_lets_the_setter_go_on) {
    options.preemption = Preemption::off;
    Event event;
    run([&] {
        spawn(at_level("high", kHigh), [&] { log(event.wait()); });
        yield();
        event.set();
        log("set");
        event.clear();
        log("cleared");
        yield();
    });
    EXPECT_EQ(trace(), "main:set main:cleared high:ok");
}

TEST_F(Events, task_that_waits_again_after_clear_blocks) {
    Event event;
    run([&] {
        spawn({.name = "a", .daemon = true}, [&] {
            for (;;) {
                expect_ok(event.wait());
                log_time();
                event.clear();
            }
        });
        for (int i = 0; i < 3; ++i) {
            sleep_for(10ms);
            event.set();
        }
        yield();
    });
    EXPECT_EQ(trace(), "a@10 a@20 a@30");
}

}  // namespace
}  // namespace baton::test
