// Timers over long stretches of virtual time.
#include <gtest/gtest.h>

#include <baton/baton.hpp>
#include <cstdint>
#include <memory>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

// A day of milliseconds, 86,400,000 of them, takes ten times as long.
TEST(LongTimers, do_not_drift_in_millions_of_periods) {
    constexpr std::uint32_t kPeriods = 10'000'000;
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    Kernel kernel({.stacks = &stacks});
    PooledTimerService timers;
    std::uint32_t ticks = 0;
    Timer timer(timers, [&] { ++ticks; });
    baton::run(kernel, [&] {
        const auto start = Clock::now();
        EXPECT_EQ(timer.start_at(start + 1ms, 1ms), Status::ok);
        sleep_until(start + kPeriods * 1ms);
        EXPECT_EQ(Clock::now() - start, kPeriods * 1ms);
        yield();
        EXPECT_TRUE(timer.cancel());
    });
    EXPECT_EQ(ticks, kPeriods);
}

}  // namespace
}  // namespace baton::sim
