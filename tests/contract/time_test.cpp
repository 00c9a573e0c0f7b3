// Sleeping, deadlines, and what a Timeout may be.
#include <algorithm>
#include <array>
#include <cstdint>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Sleep = KernelTest;

TEST_F(Sleep, takes_as_long_as_it_says) {
    run([&] {
        for (const Duration duration : {Duration(1ms), Duration(1s), Duration(10h)}) {
            const auto start = Clock::now();
            sleep_for(duration);
            EXPECT_TRUE(took(start, duration));
            sleep_until(start + 2 * duration);
            EXPECT_TRUE(took(start, 2 * duration));
        }
    });
}

TEST_F(Sleep, others_run_meanwhile) {
    run([&] {
        spawn("a", [&] {
            for (int i = 0; i < 3; ++i) {
                log_time();
                sleep_for(10ms);
            }
        });
        sleep_for(15ms);
        log_time();
    });
    EXPECT_EQ(trace(), "a@0 a@10 main@15 a@20");
}

TEST_F(Sleep, of_no_duration_yields) {
    run([&] {
        spawn("a", [&] { log(); });
        const auto start = Clock::now();
        sleep_for(0ns);
        log("zero");
        spawn("b", [&] { log(); });
        sleep_for(-1h);
        log("negative");
        spawn("c", [&] { log(); });
        sleep_until(start);
        log("past");
        EXPECT_TRUE(took(start, 0ns));
    });
    EXPECT_EQ(trace(), "a main:zero b main:negative c main:past");
}

TEST_F(Sleep, equal_deadlines_wake_in_the_order_of_the_calls) {
    run([&] {
        const auto deadline = Clock::now() + 10ms;
        for (const char* name : {"a", "b", "c", "d", "e"}) {
            spawn(name, [&, deadline] {
                sleep_until(deadline);
                log();
            });
        }
    });
    EXPECT_EQ(trace(), "a b c d e");
}

TEST_F(Sleep, equal_deadlines_wake_the_higher_task_first) {
    run([&] {
        const auto deadline = Clock::now() + 10ms;
        const auto work = [&, deadline] {
            sleep_until(deadline);
            log();
        };
        spawn(at_level("low", kLow), work);
        spawn(at_level("same", kMain), work);
        spawn(at_level("high", kHigh), work);
    });
    EXPECT_EQ(trace(), "high same low");
}

// The latest of `count` wake-ups, one each `period`.
Duration sleep_periodically(int count, Duration period) {
    Duration latest{};
    for (auto next = Clock::now() + period; count > 0; --count, next += period) {
        sleep_until(next);
        latest = std::max<Duration>(latest, Clock::now() - next);
    }
    return latest;
}

TEST_F(Sleep, periodic_sleep_does_not_drift) {
    run([&] {
        const auto start = Clock::now();
        EXPECT_LE(sleep_periodically(100'000, 1ms), kLatenessMax);
        EXPECT_TRUE(took(start, 100s));
    });
}

TEST_F(Sleep, long_periodic_sleep_does_not_drift) {
    run([&] {
        const auto start = Clock::now();
        EXPECT_LE(sleep_periodically(1'000, 100s), kLatenessMax);
        EXPECT_TRUE(took(start, 100'000s));
    });
}

TEST_F(Sleep, task_becomes_ready_although_others_only_yield) {
    run([&] {
        bool woken = false;
        spawn("a", [&] {
            sleep_for(0ns);
            woken = true;
        });
        while (!woken)
            yield();
        log();
    });
    EXPECT_EQ(trace(), "main");
}

TEST_F(Sleep, thousand_sleepers_wake_in_the_order_of_their_deadlines) {
    constexpr int kSleepers = 1'000;
    static std::array<std::int64_t, kSleepers> woken;
    int count = 0;
    Random random(7);
    run([&] {
        const auto start = Clock::now() + 1s;
        for (int i = 0; i < kSleepers; ++i) {
            const auto deadline = start + random.below(1'000) * 1ms;
            spawn(at_level("a", kHigh), [&, deadline] {
                sleep_until(deadline);
                woken[static_cast<std::size_t>(count++)] = deadline.time_since_epoch().count();
            });
        }
        check_invariants();
    });
    EXPECT_EQ(count, kSleepers);
    EXPECT_TRUE(std::ranges::is_sorted(woken));
}

TEST_F(Sleep, beyond_the_clock_lasts_for_ever) {
    run([&] {
        const TaskOptions daemon{.name = "daemon", .daemon = true};
        spawn(daemon, [&] {
            sleep_for(std::chrono::hours::max());
            log();
        });
        spawn(daemon, [&] {
            sleep_until(Clock::time_point::max());
            log();
        });
        sleep_for(10h);
        log();
    });
    EXPECT_EQ(trace(), "main");
}

// --- Timeouts of blocking calls -------------------------------------------------------------------------------------

class TimeoutOf : public KernelTest {
  protected:
    // What an acquire() with `timeout` says, and that it took `duration`.
    void expect(Timeout timeout, Status status, Duration duration) {
        const auto start = Clock::now();
        EXPECT_EQ(semaphore.acquire(timeout), status);
        EXPECT_TRUE(took(start, duration));
    }

    Semaphore semaphore{0};
};

TEST_F(TimeoutOf, zero_and_less_is_a_try) {
    run([&] {
        for (const Duration duration : {Duration(0), Duration(-1), Duration::min()})
            expect(duration, Status::timeout, 0ns);
        expect(std::chrono::hours::min(), Status::timeout, 0ns);
        expect_ok(semaphore.release());
        expect(0ns, Status::ok, 0ns);
        expect_ok(semaphore.release());
        expect(-5s, Status::ok, 0ns);
    });
}

TEST_F(TimeoutOf, a_passed_instant_is_a_try) {
    run([&] {
        sleep_for(1ms);
        for (const Duration ago : {Duration(0), Duration(1ms), Duration(10h)})
            expect(Clock::now() - ago, Status::timeout, 0ns);
        expect(Clock::time_point::min(), Status::timeout, 0ns);
        expect_ok(semaphore.release());
        expect(Clock::now() - 1h, Status::ok, 0ns);
    });
}

TEST_F(TimeoutOf, a_try_lets_no_other_task_run) {
    run([&] {
        spawn("a", [&] { log(); });
        expect(0ns, Status::timeout, 0ns);
        expect(Clock::now(), Status::timeout, 0ns);
        log();
    });
    EXPECT_EQ(trace(), "main a");
}

TEST_F(TimeoutOf, a_duration_or_an_instant_ends_the_wait_then) {
    run([&] {
        expect(1ns, Status::timeout, 1ns);
        expect(10us, Status::timeout, 10us);
        expect(10h, Status::timeout, 10h);
        expect(Clock::now() + 5ms, Status::timeout, 5ms);
        expect(std::chrono::duration<double>(0.5), Status::timeout, 500ms);
    });
}

TEST_F(TimeoutOf, a_duration_beyond_the_clock_never_comes) {
    run([&] {
        const auto wait = [&](Timeout timeout) { log(semaphore.acquire(timeout)); };
        spawn("hours", wait, std::chrono::hours::max());
        spawn("nanoseconds", wait, Duration::max());
        spawn("double", wait, std::chrono::duration<double>(1e300));
        spawn("instant", wait, Clock::time_point::max());
        spawn("never", wait, Timeout::never());
        sleep_for(10h);
        check_invariants();
        for (int i = 0; i < 5; ++i)
            expect_ok(semaphore.release());
    });
    EXPECT_EQ(trace(), "hours:ok nanoseconds:ok double:ok instant:ok never:ok");
}

TEST_F(TimeoutOf, a_waiter_that_was_served_does_not_come) {
    run([&] {
        spawn("a", [&] {
            log(semaphore.acquire(10ms));
            sleep_for(100ms);
            log_time();
        });
        sleep_for(5ms);
        expect_ok(semaphore.release());
    });
    EXPECT_EQ(trace(), "a:ok a@105");
}

TEST_F(TimeoutOf, waiters_come_in_the_order_of_their_deadlines) {
    run([&] {
        const auto wait = [&](Duration duration) {
            log(semaphore.acquire(duration));
            log_time();
        };
        spawn("c", wait, 30ms);
        spawn("a", wait, 10ms);
        spawn("b", wait, 20ms);
    });
    EXPECT_EQ(trace(), "a:timeout a@10 b:timeout b@20 c:timeout c@30");
}

TEST_F(TimeoutOf, wake_up_before_the_deadline_is_served_counts) {
    // Both the permit and the deadline fall into a time in which the waiter cannot run.
    run([&] {
        spawn(at_level("low", kLow), [&] { log(semaphore.acquire(10ms)); });
        sleep_for(5ms);
        expect_ok(semaphore.release());
        const auto deadline = Clock::now() + 10ms;
        sleep_until(deadline);
    });
    EXPECT_EQ(trace(), "low:ok");
}

}  // namespace
}  // namespace baton::test
