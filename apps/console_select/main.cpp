// One task waits for four things at once: a line on the console, two queues, and a timer. Whichever comes first is dealt
// with; none is asked again and again whether there is something.
#include <array>
#include <baton/baton.hpp>
#include <optional>
#include <string_view>

using namespace std::chrono_literals;

namespace {

struct Settings {
    int ticks = 5;
    baton::Duration period = 1s;
    bool quiet = false;
};

using Readings = baton::Queue<int, 4>;

// A sensor: a reading every so often, for as long as the program runs.
void measure(Readings& readings, baton::Duration period, int first) {
    auto next = baton::Clock::now();
    for (int value = first;; ++value) {
        next += period;
        baton::sleep_until(next);
        baton::expect_ok(readings.put(value));
    }
}

struct Counts {
    int lines = 0;
    int fast = 0;
    int slow = 0;
    int ticks = 0;
};

class Desk {
  public:
    explicit Desk(bool quiet) : quiet_(quiet) {}

    // Serves whatever comes, until the timer has expired `ticks` times.
    Counts serve(Readings& fast, Readings& slow, baton::Timer& timer, int ticks) {
        while (counts_.ticks < ticks) {
            std::optional<int> from_fast;
            std::optional<int> from_slow;
            auto on_fast = on_get(fast, from_fast);
            auto on_slow = on_get(slow, from_slow);
            auto on_tick = on_expiry(timer);
            auto on_line = on_readable(baton::console());
            // At its end the console could be read for ever: then only the others count.
            const baton::Selected selected = is_console_open_ ? baton::select(on_fast, on_slow, on_tick, on_line)
                                                              : baton::select(on_fast, on_slow, on_tick);
            baton::expect_ok(selected.status);
            switch (selected.index) {
                case 0: say("fast reading ", *from_fast, counts_.fast); break;
                case 1: say("slow reading ", *from_slow, counts_.slow); break;
                case 2: say("tick ", counts_.ticks + 1, counts_.ticks); break;
                default: read_console();
            }
        }
        return counts_;
    }

  private:
    template <class T>
    void say(std::string_view what, const T& value, int& count) {
        ++count;
        if (!quiet_)
            baton::println(baton::Clock::now().time_since_epoch(), "  ", what, value);
    }

    // Takes what is there, without waiting for the rest of a line.
    void read_console() {
        for (;;) {
            const auto line = console_.try_read_line();
            if (line) {
                say("line: ", *line, counts_.lines);
                continue;
            }
            is_console_open_ = line.error() != baton::Status::closed;
            if (line.error() == baton::Status::overflow)
                baton::print_error("console_select: a line was too long, or came too fast");
            return;
        }
    }

    bool quiet_;
    bool is_console_open_ = true;
    Counts counts_;
    baton::LineReader<120> console_{baton::console()};
};

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("console_select", "waits for the console, two queues and a timer at once");
    options.integer("--ticks", settings.ticks, 1, 1'000'000, "expiries of the timer until the end");
    options.duration("--period", settings.period, 1ms, 1h, "of the timer, 1ms to 1h");
    options.flag("--quiet", settings.quiet, "only the last line");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    // Static, as the sensors, daemons, are still there when this function has returned.
    static Readings fast(4, "fast");
    static Readings slow(4, "slow");
    static baton::StaticTimerService<1024> timers;
    static baton::Timer timer(timers, "tick");
    static Desk desk(settings.quiet);
    baton::spawn({.name = "fast", .daemon = true}, measure, std::ref(fast), settings.period * 3 / 10, 100);
    baton::spawn({.name = "slow", .daemon = true}, measure, std::ref(slow), settings.period * 7 / 10, 200);
    baton::expect_ok(timer.start(settings.period, settings.period));

    const Counts counts = desk.serve(fast, slow, timer, settings.ticks);
    (void)timer.cancel();
    baton::println("console_select: lines=", counts.lines, " fast=", counts.fast, " slow=", counts.slow,
                   " ticks=", counts.ticks);
    return 0;
}
