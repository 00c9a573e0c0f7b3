// Baton's clock, and how a caller says how long a call may wait.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>
#include <type_traits>

#include "hal/clock.hpp"

namespace baton {

// A length of time.
using Duration = std::chrono::nanoseconds;

// The machine's time since start, in nanoseconds; a std::chrono clock. In the simulator it is virtual.
struct Clock {
    using rep = std::int64_t;                           // nanoseconds
    using period = std::nano;                           // rep's unit
    using duration = Duration;                          // a difference of two instants
    using time_point = std::chrono::time_point<Clock>;  // an instant
    static constexpr bool is_steady = true;             // it never goes back

    // The time now. Context: any. Blocks: never.
    static time_point now() { return time_point(duration(hal::clock_now())); }
};

namespace detail {

// Converts to nanoseconds, downwards; what is too large becomes the largest value instead of overflowing.
template <class Rep, class Period>
constexpr std::int64_t saturating_nanoseconds(std::chrono::duration<Rep, Period> value) {
    using Scale = std::ratio_divide<Period, std::nano>;
    if constexpr (std::is_floating_point_v<Rep>) {
        const auto nanoseconds = std::chrono::duration<Rep, std::nano>(value).count();
        if (nanoseconds >= static_cast<Rep>(INT64_MAX))
            return INT64_MAX;
        if (nanoseconds <= static_cast<Rep>(INT64_MIN))
            return INT64_MIN;
        return static_cast<std::int64_t>(nanoseconds);
    } else {
        std::int64_t scaled = 0;
        if (__builtin_mul_overflow(value.count(), Scale::num, &scaled))
            return value.count() > 0 ? INT64_MAX : INT64_MIN;
        return scaled / Scale::den;
    }
}

constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum))
        return b > 0 ? INT64_MAX : INT64_MIN;
    return sum;
}

}  // namespace detail

// How long a call may wait: for a duration, until a time point, or for ever. Converts from both, so that every
// blocking call has one timed form: `acquire(5ms)`, `acquire(Clock::now() + 1s)`.
//
// A duration of zero or less, and a time point that has passed, mean "try": the call never blocks, and says
// Status::timeout if it could not be done at once. Durations beyond the clock's range wait for ever.
class Timeout {
  public:
    // For a duration.
    template <class Rep, class Period>
    constexpr Timeout(std::chrono::duration<Rep, Period> duration)
        : value_(detail::saturating_nanoseconds(duration)), absolute_(false) {}
    // Until an instant.
    template <class D>
    constexpr Timeout(std::chrono::time_point<Clock, D> instant)
        : value_(detail::saturating_nanoseconds(instant.time_since_epoch())), absolute_(true) {}

    // For ever.
    static constexpr Timeout never() { return Timeout(Clock::time_point(Duration::max())); }

    // The deadline on hal::clock_now()'s scale; hal::kNoAlarm for "never". Reads the clock for a duration.
    std::int64_t deadline() const { return absolute_ ? value_ : detail::saturating_add(hal::clock_now(), value_); }

    // The same limit as a time point, so that several calls may share it. Reads the clock for a duration.
    Timeout absolute() const { return Clock::time_point(Duration(deadline())); }

    // Whether the time is over already, so that the call is a mere try. Reads the clock for a time point only.
    bool has_passed() const { return absolute_ ? value_ <= hal::clock_now() : value_ <= 0; }

  private:
    std::int64_t value_;
    bool absolute_;
};

}  // namespace baton
