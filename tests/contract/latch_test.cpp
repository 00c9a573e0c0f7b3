#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Latches = KernelTest;

TEST_F(Latches, opens_when_it_has_been_counted_down_and_stays_open) {
    Latch latch(3, "ready");
    run([&] {
        EXPECT_EQ(latch.count(), 3);
        EXPECT_EQ(latch.try_wait(), Status::would_block);
        EXPECT_EQ(latch.wait(0ns), Status::timeout);
        EXPECT_EQ(latch.count_down(), Status::ok);
        EXPECT_EQ(latch.count_down(0), Status::ok);
        EXPECT_EQ(latch.count(), 2);
        EXPECT_EQ(latch.wait(1ms), Status::timeout);
        EXPECT_EQ(latch.count_down(2), Status::ok);
        EXPECT_EQ(latch.try_wait(), Status::ok);
        EXPECT_EQ(latch.wait(), Status::ok);
        EXPECT_EQ(latch.wait(0ns), Status::ok);
    });
    EXPECT_STREQ(latch.name(), "ready");
}

TEST_F(Latches, latch_of_nothing_is_open) {
    Latch latch(0);
    run([&] {
        EXPECT_EQ(latch.wait(), Status::ok);
        EXPECT_EQ(latch.arrive_and_wait(0), Status::ok);
        EXPECT_EQ(latch.count_down(), Status::overflow);
    });
}

TEST_F(Latches, refuses_to_count_below_zero) {
    Latch latch(2);
    run([&] {
        EXPECT_EQ(latch.count_down(3), Status::overflow);
        EXPECT_EQ(latch.arrive_and_wait(3), Status::overflow);
        EXPECT_EQ(latch.count_down(-1), Status::invalid);
        EXPECT_EQ(latch.arrive_and_wait(-1), Status::invalid);
        EXPECT_EQ(latch.arrive_and_wait(1s, -1), Status::invalid);
        EXPECT_EQ(latch.count(), 2) << "nothing changed";
    });
}

TEST_F(Latches, wakes_all_waiters_highest_first_then_in_arrival_order) {
    Latch latch(2);
    run([&] {
        for (const TaskOptions& task :
             {at_level("low", kLow), at_level("b", kMain), at_level("c", kMain), at_level("high", kHigh)})
            spawn(task, [&] { log(latch.wait()); });
        sleep_for(1ms);
        expect_ok(latch.count_down());
        log("one");
        expect_ok(latch.count_down());
        log("two");
    });
    EXPECT_EQ(trace(), "main:one high:ok main:two b:ok c:ok low:ok");
}

TEST_F(Latches, last_to_arrive_goes_on_at_once) {
    Latch latch(3);
    run([&] {
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                log("arrives");
                log(latch.arrive_and_wait());
            });
        }
    });
    EXPECT_EQ(trace(), "a:arrives b:arrives c:arrives c:ok a:ok b:ok");
}

TEST_F(Latches, arrival_counts_even_if_the_wait_times_out) {
    Latch latch(2);
    run([&] {
        spawn("a", [&] {
            log(latch.arrive_and_wait(10ms));
            log_time();
        });
        sleep_for(20ms);
        EXPECT_EQ(latch.count(), 1);
        EXPECT_EQ(latch.arrive_and_wait(0ns), Status::ok);
    });
    EXPECT_EQ(trace(), "a:timeout a@10");
}

TEST_F(Latches, timed_wait_ends_at_its_deadline) {
    Latch latch(1);
    run([&] {
        spawn("a", [&] {
            log(latch.wait(10ms));
            log_time();
        });
        spawn("b", [&] {
            log(latch.wait(30ms));
            log_time();
        });
        sleep_for(20ms);
        expect_ok(latch.count_down());
    });
    EXPECT_EQ(trace(), "a:timeout a@10 b:ok b@20");
}

}  // namespace
}  // namespace baton::test
