#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Barriers = KernelTest;

TEST_F(Barriers, parties_go_on_when_all_have_arrived_and_each_has_its_number) {
    Barrier barrier(3, "start");
    run([&] {
        EXPECT_EQ(barrier.parties(), 3);
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                log("arrives");
                log(barrier.wait());
            });
        }
        EXPECT_EQ(barrier.waiting(), 0);
        yield();
        EXPECT_EQ(barrier.waiting(), 0) << "all have gone on";
    });
    EXPECT_EQ(trace(), "a:arrives b:arrives c:arrives c=2 a=0 b=1");
    EXPECT_FALSE(barrier.is_broken());
    EXPECT_STREQ(barrier.name(), "start");
}

TEST_F(Barriers, barrier_can_be_used_again_and_again) {
    Barrier barrier(2);
    run([&] {
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                for (int round = 0; round < 3; ++round) {
                    EXPECT_TRUE(barrier.wait(1s).has_value());
                    log(round);
                    yield();
                }
            });
        }
    });
    EXPECT_EQ(trace(), "b=0 a=0 a=1 b=1 b=2 a=2");
}

TEST_F(Barriers, nobody_of_the_next_round_gets_through_with_this_one) {
    Barrier barrier(2);
    run([&] {
        for (const char* name : {"a", "b", "c"})
            spawn(name, [&] { log(barrier.wait()); });
        sleep_for(1ms);
        EXPECT_EQ(barrier.waiting(), 1);
        log(barrier.wait());
    });
    EXPECT_EQ(trace(), "b=1 a=0 main=1 c=0");
}

TEST_F(Barriers, barrier_of_one_never_blocks) {
    Barrier barrier(1);
    run([&] {
        EXPECT_EQ(barrier.wait(), 0);
        EXPECT_EQ(barrier.wait(0ns), 0);
        EXPECT_EQ(barrier.try_wait(), 0);
    });
}

TEST_F(Barriers, last_party_wakes_the_others_highest_first) {
    Barrier barrier(4);
    run([&] {
        for (const TaskOptions& task : {at_level("low", kLow), at_level("b", kMain), at_level("high", kHigh)})
            spawn(task, [&] { log(barrier.wait()); });
        sleep_for(1ms);
        log(barrier.wait());
    });
    EXPECT_EQ(trace(), "high=0 main=3 b=1 low=2");
}

TEST_F(Barriers, try_wait_arrives_only_as_the_last) {
    Barrier barrier(2);
    run([&] {
        EXPECT_EQ(barrier.try_wait(), Unexpected(Status::would_block));
        EXPECT_EQ(barrier.waiting(), 0);
        spawn("a", [&] { log(barrier.wait()); });
        yield();
        EXPECT_EQ(barrier.try_wait(), 1);
    });
    EXPECT_EQ(trace(), "a=0");
}

TEST_F(Barriers, timeout_of_one_party_breaks_it_for_all) {
    Barrier barrier(4);
    run([&] {
        spawn("a", [&] { log(barrier.wait()); });
        spawn("b", [&] { log(barrier.wait(10ms)); });
        spawn("c", [&] { log(barrier.wait(1h)); });
        sleep_for(5ms);
        EXPECT_EQ(barrier.waiting(), 3);
        sleep_for(15ms);
        EXPECT_TRUE(barrier.is_broken());
        EXPECT_EQ(barrier.waiting(), 0);
        log(barrier.wait());
        log(barrier.wait(1s));
        log(barrier.try_wait());
    });
    EXPECT_EQ(trace(), "a:broken c:broken b:timeout main:broken main:broken main:broken");
}

TEST_F(Barriers, barrier_is_broken_from_the_deadline_on_even_if_the_late_task_does_not_run) {
    Barrier barrier(2);
    run([&] {
        const auto deadline = Clock::now() + 10ms;
        spawn(at_level("low", kLow), [&, deadline] { log(barrier.wait(deadline)); });
        sleep_for(1ms);
        EXPECT_EQ(barrier.waiting(), 1);
        sleep_until(deadline);
        log(barrier.wait());
    });
    EXPECT_EQ(trace(), "main:broken low:timeout");
}

TEST_F(Barriers, party_that_has_no_time_to_wait_breaks_it) {
    Barrier barrier(3);
    run([&] {
        spawn("a", [&] { log(barrier.wait()); });
        yield();
        log(barrier.wait(0ns));
    });
    EXPECT_EQ(trace(), "main:timeout a:broken");
    EXPECT_TRUE(barrier.is_broken());
}

TEST_F(Barriers, abort_breaks_it_until_reset) {
    Barrier barrier(2);
    run([&] {
        spawn(at_level("a", kHigh), [&] { log(barrier.wait()); });
        sleep_for(1ms);
        barrier.abort();
        log(barrier.wait());
        barrier.reset();
        EXPECT_FALSE(barrier.is_broken());
        spawn(at_level("b", kHigh), [&] { log(barrier.wait()); });
        sleep_for(1ms);
        log(barrier.wait());
    });
    EXPECT_EQ(trace(), "a:broken main:broken b=0 main=1");
}

TEST_F(Barriers, reset_turns_waiting_parties_away) {
    Barrier barrier(3);
    run([&] {
        for (const char* name : {"a", "b"})
            spawn(name, [&] { log(barrier.wait()); });
        yield();
        barrier.reset();
        EXPECT_EQ(barrier.waiting(), 0);
        EXPECT_FALSE(barrier.is_broken());
        yield();
        log(barrier.try_wait());
    });
    EXPECT_EQ(trace(), "a:broken b:broken main:would_block");
}

TEST_F(Barriers, cancelled_party_breaks_it) {
    Barrier barrier(3);
    run([&] {
        const auto party = spawn("a", [&] { log(barrier.wait()); });
        spawn("b", [&] { log(barrier.wait()); });
        yield();
        expect_ok(party->cancel());
        EXPECT_TRUE(barrier.is_broken());
    });
    EXPECT_EQ(trace(), "b:broken a:cancelled");
}

TEST_F(Barriers, party_that_is_terminated_while_it_waits_breaks_it) {
    Barrier barrier(3);
    run([&] {
        const auto party = spawn("a", [&] { log(barrier.wait()); });
        spawn(at_level("b", kHigh), [&] { log(barrier.wait()); });
        sleep_for(1ms);
        expect_ok(party->terminate());
        EXPECT_TRUE(barrier.is_broken());
        EXPECT_EQ(barrier.waiting(), 0);
        log(barrier.wait());
    });
    EXPECT_EQ(trace(), "b:broken main:broken");
}

TEST_F(Barriers, party_that_is_terminated_after_all_have_arrived_breaks_nothing) {
    Barrier barrier(2);
    run([&] {
        const auto party = spawn("a", [&] { log(barrier.wait()); });
        yield();
        log(barrier.wait());
        expect_ok(party->terminate());
        EXPECT_FALSE(barrier.is_broken());
    });
    EXPECT_EQ(trace(), "main=1");
}

TEST_F(Barriers, kernel_ends_while_daemons_wait) {
    Barrier barrier(3);
    run([&] {
        for (const char* name : {"a", "b"})
            spawn({.name = name, .daemon = true}, [&] { log(barrier.wait(1h)); });
        yield();
        log();
    });
    EXPECT_EQ(trace(), "main");
    EXPECT_FALSE(barrier.has_waiters());
}

}  // namespace
}  // namespace baton::test
