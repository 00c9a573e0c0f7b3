#include "tests/support/storm.hpp"

#include <board.hpp>

#include "tests/support/cortex_m/sys_tick.hpp"

namespace baton::test {

namespace {

bool (*handler_now)();

void serve() {
    if (!handler_now())
        stop_sys_tick();
}

}  // namespace

void start_storm(bool (*handler)(), Duration distance) {
    handler_now = handler;
    start_sys_tick(serve, static_cast<std::uint32_t>(distance.count()) * (hal::kClockHz / 1'000'000) / 1000);
}

}  // namespace baton::test
