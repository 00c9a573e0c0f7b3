// A traffic light is an Event that a task sets and clears. Cars wait for it without limit; police cars with one.
#include <array>
#include <baton/baton.hpp>
#include <optional>
#include <span>

#include "road.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int kVehiclesMax = 1000;  // of each kind

struct Settings {
    int cars = 10;
    int police = 5;
    baton::Duration period = 5s;  // of one colour
    bool quiet = false;
};

class Crossroads {
  public:
    explicit Crossroads(const Settings& settings) : period_(settings.period), road_(settings.quiet) {}

    // The light's life: red, green, red and so on, each for a period.
    void run_light() {
        for (auto change = baton::Clock::now();; change += 2 * period_) {
            baton::sleep_until(change);
            turn(green_, red_, Light::red);
            baton::sleep_until(change + period_);
            turn(red_, green_, Light::green);
        }
    }

    // Waits for green and crosses. Returns what the light showed then.
    Light drive(Vehicle car, baton::Duration arrival) {
        baton::sleep_for(arrival);
        if (light() == Light::red)
            road_.vehicle_waits(Light::red, car);
        // Woken by green, the car may get its turn when that is over: it looks again before it goes.
        do {
            baton::expect_ok(green_.wait());
        } while (light() != Light::green);
        return cross(car);
    }

    // Comes to the light when it has just turned red, waits for green as long as there is `patience`, and crosses
    // whatever the light shows then. Returns that.
    Light drive_in_a_hurry(Vehicle police, baton::Duration arrival, baton::Duration patience) {
        baton::sleep_for(arrival);
        baton::expect_ok(green_.wait());
        baton::expect_ok(red_.wait());
        const auto end_of_patience = baton::Clock::now() + patience;
        road_.vehicle_waits(light(), police);
        const baton::Status status = green_.wait(end_of_patience);
        baton::check(status == baton::Status::ok || status == baton::Status::timeout, baton::Fatal::unexpected_status,
                     "waiting for green");
        return cross(police);
    }

  private:
    Light light() const { return green_.is_set() ? Light::green : Light::red; }

    void turn(baton::Event& from, baton::Event& to, Light shown) {
        from.clear();
        road_.light_turns(shown);
        to.set();
    }

    Light cross(const Vehicle& vehicle) const {
        const Light seen = light();
        road_.vehicle_crosses(seen, vehicle);
        return seen;
    }

    baton::Duration period_;
    Road road_;
    baton::Event green_{"green"};
    baton::Event red_{"red"};
};

// Some part of `whole`, from `low` to `high` thousandths of it.
baton::Duration part_of(baton::Duration whole, std::uint32_t low, std::uint32_t high, baton::Random& random) {
    return whole / 1000 * (low + random.below(high - low));
}

using Handles = std::array<baton::TaskHandle<Light>, kVehiclesMax>;

// Waits until the first `count` vehicles have crossed. Returns how many did so while the light showed `wanted`.
int count_crossed(Handles& handles, int count, Light wanted) {
    int counted = 0;
    for (auto& handle : std::span(handles).first(static_cast<std::size_t>(count))) {
        baton::expect_ok(handle.join());
        counted += handle.value() == wanted ? 1 : 0;
        handle = {};
    }
    return counted;
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("traffic_lights", "cars wait for green; police cars do not wait for ever");
    options.integer("--cars", settings.cars, 0, kVehiclesMax, "0 to 1000");
    options.integer("--police", settings.police, 0, kVehiclesMax, "police cars, 0 to 1000");
    options.duration("--period", settings.period, 100ms, 24h, "how long a light lasts, 100ms to 24h");
    options.flag("--quiet", settings.quiet, "no picture");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    // Static, as the light, a daemon, is still there when this function has returned.
    static Crossroads crossroads(settings);
    static Handles cars;
    static Handles police;
    baton::Random random(baton::seed());
    // The highest level: a light does not wait for cars.
    const auto light = baton::spawn({.name = "light", .level = 0, .daemon = true}, &Crossroads::run_light, &crossroads);
    for (int i = 0; i < settings.cars; ++i)
        cars[static_cast<std::size_t>(i)] =
            baton::spawn("car", &Crossroads::drive, &crossroads, Vehicle{Kind::car, i + 1},
                         part_of(settings.period, 0, 4000, random));
    // A police car's patience ends at three quarters of the red light at the latest.
    for (int i = 0; i < settings.police; ++i)
        police[static_cast<std::size_t>(i)] =
            baton::spawn("police", &Crossroads::drive_in_a_hurry, &crossroads, Vehicle{Kind::police, i + 1},
                         part_of(settings.period, 0, 3000, random), part_of(settings.period, 250, 750, random));

    const int crossed_on_green = count_crossed(cars, settings.cars, Light::green);
    const int ran_red = count_crossed(police, settings.police, Light::red);
    const bool passed = crossed_on_green == settings.cars && ran_red == settings.police;
    if (!passed)
        baton::print_error("traffic_lights: a car crossed on red, or a police car on green");
    baton::println("traffic_lights: cars=", settings.cars, " crossed_on_green=", crossed_on_green,
                   " police=", settings.police, " ran_red=", ran_red);
    return passed ? 0 : 1;
}
