// What a kernel does for the port, in these tests: it counts alarms, and a test may add something.
#pragma once

#include <cstdint>

namespace baton::test {

// How often the alarm has fired, and what was to be seen when it last did.
struct Alarms {
    int count = 0;
    std::int64_t last_time = 0;
    bool last_in_interrupt = false;
};
Alarms alarms();

// Sets the alarm and sleeps until it has fired. False if the port says that it never will.
[[nodiscard]] bool sleep_until_alarm(std::int64_t deadline);

// Sleeps until `instant`, setting the alarm as often as it takes.
[[nodiscard]] bool sleep_until(std::int64_t instant);

}  // namespace baton::test
