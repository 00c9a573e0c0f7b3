// Clients need a service that is still starting. Each waits for the event that says it is up, but only for a while at a
// time, so that it can count, report and, after so many tries, give up.
#include <array>
#include <baton/baton.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <span>

using namespace std::chrono_literals;

namespace {

constexpr int kClientsMax = 1000;

struct Settings {
    int clients = 5;
    baton::Duration startup = 3500ms;
    baton::Duration patience = 1s;
    int retries = 10;
    bool quiet = false;
};

// Items, on a line with the time and a client's number before them.
class Screen {
  public:
    explicit Screen(bool quiet) : quiet_(quiet) {}

    template <class... Items>
    void show(const Items&... items) {
        if (quiet_)
            return;
        const std::lock_guard writing(lock_);
        const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(baton::Clock::now().time_since_epoch());
        baton::println(baton::RightAligned{time.count(), 8}, " ms  ", items...);
    }
    template <class... Items>
    void show_client(int client, const Items&... items) {
        show("    client ", baton::RightAligned{client, 4}, ' ', items...);
    }

  private:
    bool quiet_;
    baton::Mutex lock_{"screen"};
};

class Service {
  public:
    explicit Service(Screen& screen) : screen_(screen) {}

    // The service's life.
    void run(baton::Duration startup) {
        screen_.show("service starts");
        baton::sleep_for(startup);
        screen_.show(baton::Coloured{baton::Colour::green, "service is up"});
        up_.set();
    }

    // Waits until the service is up, or for as long as the caller has patience. Errors: timeout.
    baton::Status wait_until_up(baton::Duration patience) { return up_.wait(patience); }

    // Serves a client, one at a time; whether that is possible already.
    bool serve() {
        const std::lock_guard one_at_a_time(counter_);
        baton::sleep_for(5ms);
        if (!up_.is_set())
            return false;
        ++served_;
        return true;
    }

    int served() const { return served_; }

  private:
    Screen& screen_;
    baton::Event up_{"service is up"};
    baton::Mutex counter_{"counter"};
    int served_ = 0;
};

// How it went for a client, or for all of them together.
struct Outcome {
    int served = 0;
    int gave_up = 0;
    int retries = 0;
    int too_early = 0;  // told that the service is up, and not served

    void add(const Outcome& other) {
        served += other.served;
        gave_up += other.gave_up;
        retries += other.retries;
        too_early += other.too_early;
    }
};

class Client {
  public:
    Client(int number, const Settings& settings, Screen& screen, Service& service)
        : number_(number), settings_(settings), screen_(screen), service_(service) {}

    // The client's life.
    Outcome operator()(baton::Duration arrival) {
        baton::sleep_for(arrival);
        screen_.show_client(number_, "comes");
        int retries = 0;
        while (!is_up()) {
            if (retries == settings_.retries) {
                screen_.show_client(number_, baton::Coloured{baton::Colour::red, "gives up"});
                return {.gave_up = 1, .retries = retries};
            }
            ++retries;
            screen_.show_client(number_, "tries again, retry ", retries);
        }
        const bool served = service_.serve();
        screen_.show_client(number_, served ? "is served" : "came too early");
        return {.served = served ? 1 : 0, .retries = retries, .too_early = served ? 0 : 1};
    }

  private:
    // Whether the service came up while there was patience.
    bool is_up() const {
        const baton::Status status = service_.wait_until_up(settings_.patience);
        baton::check(status == baton::Status::ok || status == baton::Status::timeout, baton::Fatal::unexpected_status,
                     "waiting for the service");
        return status == baton::Status::ok;
    }

    int number_;
    const Settings& settings_;
    Screen& screen_;
    Service& service_;
};

// Starts the service and the clients, who come within two fifths of their patience, and waits until all have gone.
Outcome run_all(Screen& screen, Service& service, const Settings& settings) {
    static std::array<baton::TaskHandle<Outcome>, kClientsMax> handles;
    const auto clients = std::span(handles).first(static_cast<std::size_t>(settings.clients));
    baton::Random random(baton::seed());

    const auto running = baton::spawn("service", &Service::run, &service, settings.startup);
    int number = 0;
    for (auto& handle : clients) {
        const baton::Duration arrival = settings.patience / 1000 * random.below(400);
        handle = baton::spawn("client", Client(++number, settings, screen, service), arrival);
    }
    Outcome all;
    for (auto& handle : clients) {
        baton::expect_ok(handle.join());
        all.add(handle.value());
        handle = {};
    }
    baton::expect_ok(running.join());
    return all;
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("wait_for_service", "clients wait for a service that is still starting");
    options.integer("--clients", settings.clients, 0, kClientsMax, "0 to 1000");
    options.duration("--startup", settings.startup, 0s, 24h, "how long the service takes to start, up to 24h");
    options.duration("--patience", settings.patience, 100ms, 24h, "how long a try waits, 100ms to 24h");
    options.integer("--retries", settings.retries, 0, 1000, "how often a client tries again, 0 to 1000");
    options.flag("--quiet", settings.quiet, "no picture");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    Screen screen(settings.quiet);
    Service service(screen);
    const Outcome all = run_all(screen, service, settings);

    const bool passed =
        all.too_early == 0 && all.served == service.served() && all.served + all.gave_up == settings.clients;
    if (!passed)
        baton::print_error("wait_for_service: clients got lost, or ", all.too_early, " came too early");
    baton::println("wait_for_service: clients=", settings.clients, " served=", all.served, " gave_up=", all.gave_up,
                   " retries=", all.retries);
    return passed ? 0 : 1;
}
