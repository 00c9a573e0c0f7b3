#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using OnceCalls = KernelTest;

TEST_F(OnceCalls, function_is_called_once_with_its_arguments) {
    Once once("setup");
    int sum = 0;
    run([&] {
        EXPECT_FALSE(once.is_done());
        EXPECT_EQ(once.call([&](int a, std::unique_ptr<int> b) { return sum += a + *b; }, 1, std::make_unique<int>(2)),
                  Status::ok);
        EXPECT_TRUE(once.is_done());
        EXPECT_EQ(once.call([&] { ++sum; }), Status::ok);
    });
    EXPECT_EQ(sum, 3);
    EXPECT_STREQ(once.name(), "setup");
}

TEST_F(OnceCalls, all_others_wait_until_the_first_call_is_done) {
    Once once;
    run([&] {
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                log(once.call([&] {
                    log("calls");
                    EXPECT_EQ(once.owner(), &current());
                    sleep_for(10ms);
                    EXPECT_FALSE(once.is_done());
                }));
                log_time();
            });
        }
        sleep_for(5ms);
        EXPECT_TRUE(once.has_waiters());
    });
    EXPECT_EQ(trace(), "a:calls a:ok a@10 b:ok b@10 c:ok c@10");
}

TEST_F(OnceCalls, call_within_the_function_is_a_deadlock) {
    Once once;
    run([&] {
        log(once.call([&] { log(once.call([&] { log("never"); })); }));
        log(once.call([&] { log("never"); }));
    });
    EXPECT_EQ(trace(), "main:deadlock main:ok main:ok");
}

TEST_F(OnceCalls, two_functions_that_wait_for_each_other_are_a_deadlock) {
    Once left, right;
    run([&] {
        spawn("a", [&] {
            log(left.call([&] {
                yield();
                log(right.call([] {}));
            }));
        });
        spawn("b", [&] { log(right.call([&] { log(left.call([] {})); })); });
    });
    EXPECT_EQ(trace(), "a:deadlock a:ok b:ok b:ok");
}

TEST_F(OnceCalls, caller_inherits_the_level_of_those_who_wait) {
    Once once;
    run([&] {
        spawn(at_level("low", kLow), [&] {
            expect_ok(once.call([&] {
                sleep_for(2ms);
                log("in", current().level());
            }));
            log("after", current().level());
        });
        sleep_for(1ms);
        spawn(at_level("high", kHigh), [&] {
            expect_ok(once.call([] {}));
            log();
        });
    });
    EXPECT_EQ(trace(), "low:in=" + std::to_string(kHigh) + " high low:after=" + std::to_string(kLow));
}

TEST_F(OnceCalls, waiter_takes_over_from_one_that_was_terminated_in_the_middle) {
    Once once;
    run([&] {
        const auto first = spawn("first", [&] { (void)once.call([&] { sleep_for(1h); }); });
        for (const char* name : {"a", "b"})
            spawn(name, [&] { log(once.call([&] { log("again"); })); });
        sleep_for(1ms);
        expect_ok(first->terminate());
        EXPECT_FALSE(once.is_done());
    });
    EXPECT_EQ(trace(), "a:again a:owner_dead b:ok");
    EXPECT_TRUE(once.is_done());
}

TEST_F(OnceCalls, cancelled_waiter_does_not_wait_on) {
    Once once;
    run([&] {
        spawn("first", [&] { log(once.call([&] { sleep_for(10ms); })); });
        const auto waiter = spawn("waiter", [&] { log(once.call([&] { log("never"); })); });
        sleep_for(1ms);
        expect_ok(waiter->cancel());
    });
    EXPECT_EQ(trace(), "waiter:cancelled first:ok");
}

TEST_F(OnceCalls, next_caller_takes_over_from_one_that_ended_in_the_middle) {
    Once once;
    run([&] {
        spawn({.name = "daemon", .daemon = true}, [&] {
            (void)once.call([&] {
                log("starts");
                sleep_for(1h);
            });
        });
        spawn({.name = "waiter", .daemon = true}, [&] { (void)once.call([&] { log("never"); }); });
        yield();
    });
    EXPECT_FALSE(once.is_done());
    run([&] {
        log(once.call([&] { log("again"); }));
        log(once.call([&] { log("never"); }));
    });
    EXPECT_EQ(trace(), "daemon:starts main:again main:owner_dead main:ok");
}

}  // namespace
}  // namespace baton::test
