#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// Callbacks only log.
using Service = StaticTimerService<kSmallStackBytes>;

class Timers : public KernelTest {
  protected:
    TimerService& service() { return service_; }

  private:
    Service& service_ = make<Service>();
};

TEST_F(Timers, one_shot_calls_once_when_its_delay_has_passed) {
    Timer timer(service(), [&] { log_time(); });
    run([&] {
        EXPECT_FALSE(timer.is_active());
        EXPECT_EQ(timer.start(10ms), Status::ok);
        EXPECT_TRUE(timer.is_active());
        EXPECT_EQ(timer.expirations(), 0U);
        sleep_for(50ms);
        EXPECT_FALSE(timer.is_active());
        EXPECT_EQ(timer.expirations(), 1U);
    });
    EXPECT_EQ(trace(), "timers@10");
}

TEST_F(Timers, periodic_one_goes_on_until_it_is_cancelled) {
    Timer timer(service(), [&] { log_time(); });
    run([&] {
        EXPECT_EQ(timer.start(10ms, 20ms), Status::ok);
        sleep_for(60ms);
        EXPECT_TRUE(timer.cancel());
        EXPECT_FALSE(timer.is_active());
        EXPECT_FALSE(timer.cancel());
        sleep_for(60ms);
        EXPECT_EQ(timer.expirations(), 3U);
    });
    EXPECT_EQ(trace(), "timers@10 timers@30 timers@50");
}

TEST_F(Timers, start_at_an_instant) {
    Timer timer(service(), [&] { log_time(); });
    run([&] {
        const auto start = Clock::now();
        EXPECT_EQ(timer.start_at(start + 15ms, 10ms), Status::ok);
        sleep_until(start + 30ms);
        EXPECT_TRUE(timer.cancel());
        // What has passed expires as soon as the service runs.
        EXPECT_EQ(timer.start_at(start), Status::ok);
        EXPECT_EQ(timer.start(0ms), Status::ok);
        yield();
    });
    EXPECT_EQ(trace(), "timers@15 timers@25 timers@30 timers@30");
}

TEST_F(Timers, several_are_served_in_the_order_in_which_they_are_due) {
    Timer a(service(), [&] { log("a"); });
    Timer b(service(), [&] { log("b"); });
    Timer c(service(), [&] { log("c"); });
    run([&] {
        const auto start = Clock::now();
        EXPECT_EQ(c.start_at(start + 30ms), Status::ok);
        EXPECT_EQ(a.start_at(start + 10ms, 10ms), Status::ok);
        EXPECT_EQ(b.start_at(start + 20ms), Status::ok);
        sleep_until(start + 35ms);
        (void)a.cancel();
    });
    // Equal instants: in the order in which the timers were set for them.
    EXPECT_EQ(trace(), "timers:a timers:b timers:a timers:c timers:a");
}

TEST_F(Timers, start_of_an_active_one_sets_it_anew) {
    Timer timer(service(), [&] { log_time(); });
    run([&] {
        EXPECT_EQ(timer.start(10ms, 10ms), Status::ok);
        sleep_for(5ms);
        EXPECT_EQ(timer.start(20ms), Status::ok);
        sleep_for(100ms);
    });
    EXPECT_EQ(trace(), "timers@25");
}

TEST_F(Timers, restart_counts_the_same_delay_from_now) {
    Timer watchdog(service(), [&] { log_time(); });
    run([&] {
        EXPECT_EQ(watchdog.restart(), Status::invalid);
        EXPECT_EQ(watchdog.start(10ms), Status::ok);
        for (int i = 0; i < 5; ++i) {
            sleep_for(8ms);
            EXPECT_EQ(watchdog.restart(), Status::ok);
        }
        sleep_for(30ms);
    });
    EXPECT_EQ(trace(), "timers@50");
}

TEST_F(Timers, invalid_times_are_refused) {
    Timer timer(service());
    run([&] {
        EXPECT_EQ(timer.start(1ms, -1ms), Status::invalid);
        EXPECT_EQ(timer.start(Timeout::never()), Status::invalid);
        EXPECT_FALSE(timer.is_active());
    });
}

TEST_F(Timers, do_not_drift) {
    constexpr std::uint32_t kPeriods = 10'000;
    std::uint32_t ticks = 0;
    Timer timer(service(), [&] { ++ticks; });
    run([&] {
        const auto start = Clock::now();
        EXPECT_EQ(timer.start_at(start + 1ms, 1ms), Status::ok);
        sleep_until(start + kPeriods * 1ms + 500us);
        EXPECT_TRUE(timer.cancel());
    });
    EXPECT_EQ(ticks, kPeriods);
    EXPECT_EQ(timer.expirations(), kPeriods);
}

TEST_F(Timers, no_tick_is_lost_if_callbacks_take_longer_than_the_period) {
    std::uint32_t ticks = 0;
    Timer timer(service(), [&] {
        log_time();
        if (++ticks == 1)
            sleep_for(35ms);
    });
    run([&] {
        EXPECT_EQ(timer.start(10ms, 10ms), Status::ok);
        sleep_for(65ms);
        (void)timer.cancel();
    });
    EXPECT_EQ(trace(), "timers@10 timers@45 timers@45 timers@45 timers@50 timers@60");
}

TEST_F(Timers, callback_may_cancel_its_own_timer) {
    auto& big = make<StaticTimerService<kStackBytes>>();
    int ticks = 0;
    Timer timer(big, [&] {
        if (++ticks == 3) {
            EXPECT_TRUE(timer.cancel());
            EXPECT_EQ(timer.cancel_and_wait(), Status::deadlock);
        }
    });
    run([&] {
        EXPECT_EQ(timer.start(1ms, 1ms), Status::ok);
        sleep_for(20ms);
    });
    EXPECT_EQ(ticks, 3);
    EXPECT_FALSE(timer.is_active());
}

TEST_F(Timers, callback_may_restart_its_own_timer) {
    Duration delay = 10ms;
    Timer timer(service(), [&] {
        log_time();
        delay *= 2;
        if (delay < 50ms)
            (void)timer.start(delay);
    });
    run([&] {
        EXPECT_EQ(timer.start(delay), Status::ok);
        sleep_for(200ms);
    });
    EXPECT_EQ(trace(), "timers@10 timers@30 timers@70");
}

TEST_F(Timers, cancel_while_the_callback_runs_lets_it_end) {
    auto& low = make<Service>("low", kLow);
    Timer timer(low, [&] {
        log("begins");
        sleep_for(10ms);
        log("ends");
    });
    run([&] {
        EXPECT_EQ(timer.start(1ms, 1ms), Status::ok);
        sleep_for(5ms);
        EXPECT_TRUE(timer.cancel());
        log("cancelled");
        EXPECT_EQ(timer.cancel_and_wait(), Status::ok);
        log("is over");
        EXPECT_EQ(timer.cancel_and_wait(), Status::ok);
        sleep_for(20ms);
    });
    EXPECT_EQ(trace(), "low:begins main:cancelled low:ends main:is over");
}

TEST_F(Timers, destroying_one_cancels_it_and_waits_for_its_callback) {
    run([&] {
        {
            bool is_there = true;
            Timer idle(service(), [&] { log("never"); });
            Timer busy(service(), [&] {
                sleep_for(10ms);
                log(is_there ? "used" : "used after its end");
            });
            EXPECT_EQ(busy.start(1ms), Status::ok);
            EXPECT_EQ(idle.start(50ms), Status::ok);
            sleep_for(5ms);
        }
        log_time("destroyed");
        sleep_for(100ms);
    });
    EXPECT_EQ(trace(), "timers:used main:destroyed@11");
}

TEST_F(Timers, tasks_wait_for_the_next_expiry) {
    Timer timer(service(), [&] { log("tick"); });
    run([&] {
        EXPECT_EQ(timer.wait(), Status::invalid);
        EXPECT_EQ(timer.wait(1ms), Status::invalid);
        EXPECT_EQ(timer.start(10ms, 10ms), Status::ok);
        spawn("a", [&] {
            log(timer.wait());
            log_time();
            log(timer.wait(1h));
            log_time();
        });
        spawn("b", [&] {
            log(timer.wait(5ms));
            log(timer.wait());
        });
        sleep_for(25ms);
        spawn("c", [&] { log(timer.wait()); });
        yield();
        (void)timer.cancel();
    });
    EXPECT_EQ(trace(), "b:timeout timers:tick a:ok a@10 b:ok timers:tick a:ok a@20 c:closed");
}

TEST_F(Timers, select_waits_for_the_next_expiry_of_one_among_others) {
    Timer timer(service());
    Semaphore other(0);
    run([&] {
        EXPECT_EQ(select(on_acquire(other), on_expiry(timer)), (Selected{1, Status::invalid}));
        EXPECT_EQ(timer.start(10ms, 10ms), Status::ok);
        EXPECT_EQ(try_select(on_acquire(other), on_expiry(timer)).status, Status::would_block);
        EXPECT_EQ(select(on_acquire(other), on_expiry(timer)), (Selected{1, Status::ok}));
        log_time("expired");
        spawn("other", [&] { EXPECT_TRUE(timer.cancel()); });
        EXPECT_EQ(select(on_acquire(other), on_expiry(timer)), (Selected{1, Status::closed}));
    });
    EXPECT_EQ(trace(), "main:expired@10");
}

TEST_F(Timers, earlier_one_interrupts_a_task_at_once_a_later_one_does_not) {
    Timer early(service(), [&] { log("early"); });
    Timer late(service(), [&] { log("late"); });
    run([&] {
        EXPECT_EQ(late.start(100ms), Status::ok);
        EXPECT_EQ(early.start(0ms), Status::ok);
        log("started");
        (void)late.cancel();
    });
    EXPECT_EQ(trace(), "timers:early main:started");
}

TEST_F(Timers, service_takes_its_stack_from_the_pool_or_says_that_there_is_none) {
    auto& pooled = make<PooledTimerService>("pooled");
    auto& hungry = make<PooledTimerService>("hungry");
    Timer timer(pooled, [&] { log(); });
    Timer refused(hungry);
    run([&] {
        const std::size_t before = stacks().in_use();
        EXPECT_EQ(timer.start(1ms), Status::ok);
        EXPECT_EQ(stacks().in_use(), before + 1);
        sleep_for(5ms);
        StackPool none;
        options.stacks = &none;
        Kernel poor(options);
        auto& task = make<StaticTask<kStackBytes>>("poor", [&] {
            EXPECT_EQ(refused.start(1ms), Status::no_memory);
            EXPECT_FALSE(refused.is_active());
        });
        poor.run(task);
    });
    EXPECT_EQ(trace(), "pooled");
}

TEST_F(Timers, active_ones_do_not_keep_the_kernel_running) {
    Timer timer(service(), [&] { log("never"); });
    run([&] { EXPECT_EQ(timer.start(1h, 1h), Status::ok); });
    EXPECT_TRUE(timer.is_active());
    run([&] { EXPECT_EQ(timer.start(1ms), Status::closed); });
}

}  // namespace
}  // namespace baton::test
