#include <baton/baton.hpp>

using namespace std::chrono_literals;

int app_main(baton::Arguments arguments) {
    int blinks = 5;
    baton::Options options("template", "blinks a light and counts");
    options.integer("--blinks", blinks, 1, 1000, "how often");
    if (auto status = options.parse(arguments)) {
        return *status;
    }

    baton::Semaphore tick(0);
    auto blinker = baton::spawn("blinker", [&] {
        for (int i = 0; i < blinks; ++i) {
            baton::sleep_for(500ms);
            baton::expect_ok(tick.release());
        }
    });
    for (int i = 0; i < blinks; ++i) {
        baton::expect_ok(tick.acquire());
        baton::println("blink ", i + 1);
    }
    baton::expect_ok(blinker.join());
    baton::println("template: blinks=", blinks);
    return 0;
}
