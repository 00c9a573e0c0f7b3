// compute_until() where time passes by itself: every port's, but the simulator's.
#include <cstdint>

#include "hal/clock.hpp"

namespace baton::hal {

void compute_until(std::int64_t instant) {
    // A clock is a device, slow to read: in an emulator, hundreds of times slower than anything else. Between two
    // looks there are as many rounds as fit at least twice before `instant`, by what the last ones took. Halved from
    // there on, they end with single rounds and not behind it. A preemption among them only makes the next ones fewer.
    std::uint32_t rounds = 1;
    for (std::int64_t now = clock_now(); now < instant;) {
        for (std::uint32_t round = 0; round < rounds; ++round)
            asm volatile("");
        const std::int64_t then = now;
        now = clock_now();
        const bool fits_more = instant - now > 4 * (now - then) && rounds <= UINT32_MAX / 2;
        rounds = fits_more ? rounds * 2 : rounds / 2 + rounds % 2;
    }
}

}  // namespace baton::hal
