// compute_until() where time passes by itself: every port's, but the simulator's.
#include "hal/clock.hpp"

namespace baton::hal {

void compute_until(std::int64_t instant) {
    while (clock_now() < instant) {
    }
}

}  // namespace baton::hal
