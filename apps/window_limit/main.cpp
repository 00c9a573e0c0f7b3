// Many windows are to be opened, but only a few at a time: who opens them is held back by an event that every closing
// window sets.
#include <algorithm>
#include <baton/baton.hpp>
#include <mutex>
#include <optional>

using namespace std::chrono_literals;

namespace {

constexpr int kWindowsMax = 10'000;
constexpr int kLimitMax = 50;

struct Settings {
    int windows = 100;
    int limit = 5;
    baton::Duration stay = 1s;  // on average
    bool quiet = false;
};

class Desktop {
  public:
    explicit Desktop(const Settings& settings) : settings_(settings) {}

    // Opens all windows, one after another as there is room, and waits until the last is closed.
    void open_all() {
        baton::Random random(baton::seed());
        for (int window = 1; window <= settings_.windows; ++window) {
            wait_until_open_are_below(settings_.limit);
            const baton::Duration stay = settings_.stay / 1000 * (500 + random.below(1000));
            add_to_open(1);
            // Nobody joins it: its memory goes to another window when it has ended.
            (void)baton::spawn("window", &Desktop::show, this, window, stay);
        }
        wait_until_open_are_below(1);
    }

    int most_shown() const { return most_shown_; }
    int closed() const { return closed_; }

  private:
    // The event is cleared before the look, not after it: a window that closes in between sets it again, and the wait
    // is over at once. The other way round that would be forgotten, perhaps for ever.
    void wait_until_open_are_below(int limit) {
        for (;;) {
            one_closed_.clear();
            if (open() < limit)
                return;
            baton::expect_ok(one_closed_.wait());
        }
    }

    // A window's life.
    void show(int window, baton::Duration stay) {
        appear(window);
        baton::sleep_for(stay);
        disappear(window);
        add_to_open(-1);
        one_closed_.set();
    }

    int open() {
        const std::lock_guard reading(lock_);
        return open_;
    }
    void add_to_open(int change) {
        const std::lock_guard writing(lock_);
        open_ += change;
    }

    // What is on the screen is counted by the windows themselves, and not by who opens them.
    void appear(int window) {
        const std::lock_guard writing(lock_);
        ++shown_;
        most_shown_ = std::max(most_shown_, shown_);
        draw(window, " opens");
    }
    void disappear(int window) {
        const std::lock_guard writing(lock_);
        --shown_;
        ++closed_;
        draw(window, " closes");
    }

    // A line with the time, a # for each window on the screen, and what happens.
    void draw(int window, const char* what) const {
        if (settings_.quiet)
            return;
        const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(baton::Clock::now().time_since_epoch());
        baton::print(baton::RightAligned{time.count(), 8}, " ms  [");
        for (int i = 0; i < std::max(shown_, settings_.limit); ++i)
            baton::print(i < shown_ ? '#' : '.');
        baton::println("]  window ", window, what);
    }

    const Settings settings_;
    baton::Event one_closed_{"a window closed"};
    baton::Mutex lock_{"desktop"};
    int open_ = 0;  // or about to be
    int shown_ = 0;
    int most_shown_ = 0;
    int closed_ = 0;
};

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("window_limit", "many windows, only a few at a time");
    options.integer("--windows", settings.windows, 1, kWindowsMax, "how many are opened, 1 to 10000");
    options.integer("--limit", settings.limit, 1, kLimitMax, "how many may be open at once, 1 to 50");
    options.duration("--stay", settings.stay, 100ms, 24h, "how long a window stays open on average, 100ms to 24h");
    options.flag("--quiet", settings.quiet, "no picture");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    // Static, as the last window may still have to return from setting the event.
    static Desktop desktop(settings);
    desktop.open_all();

    const bool passed =
        desktop.most_shown() == std::min(settings.windows, settings.limit) && desktop.closed() == settings.windows;
    if (!passed)
        baton::print_error("window_limit: too many windows were open at once, or never all that could be");
    baton::println("window_limit: windows=", settings.windows, " limit=", settings.limit,
                   " max_open=", desktop.most_shown(), " closed=", desktop.closed());
    return passed ? 0 : 1;
}
