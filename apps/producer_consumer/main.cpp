// Cooks put dishes on a table with little room, eaters take them off; three ways of telling the eaters that no more
// will come.
#include <array>
#include <baton/baton.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "ledger.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int kEatersMax = 64;
constexpr int kRoomMax = 256;

enum class Ending : std::size_t { sentinel, join, close };
constexpr std::array<std::string_view, 3> kEndings{"sentinel", "join", "close"};

struct Settings {
    int cooks = 3;
    int eaters = 2;
    int dishes = 10;
    int room = 3;
    std::size_t ending = 0;
    bool quiet = false;
};

// Not a dish: who takes it goes home.
constexpr Dish kNoMore{0, 0};

// A JoinableQueue is a Queue; only Ending::join uses what it can do more.
using Table = baton::JoinableQueue<Dish, kRoomMax>;

// Static: with Ending::join it outlives app_main(), for eaters still wait at the table; and a task's stack is small.
Ledger ledger;

void cook(Table& table, int number, int dishes, baton::Random random) {
    for (int i = 1; i <= dishes; ++i) {
        baton::sleep_for(1ms + std::chrono::microseconds(random.below(20'000)));
        const Dish dish{number, i};
        ledger.cooked(dish);
        baton::expect_ok(table.put(dish));
    }
}

void eat(Table& table, int number, Ending ending, baton::Random random) {
    for (;;) {
        const auto dish = table.get();
        if (!dish) {
            baton::check(dish.error() == baton::Status::closed, baton::Fatal::unexpected_status, "get");
            return;
        }
        if (dish->cook == kNoMore.cook)
            return;
        ledger.eaten(*dish, number);
        baton::sleep_for(1ms + std::chrono::microseconds(random.below(20'000)));
        if (ending == Ending::join)
            baton::expect_ok(table.task_done());
    }
}

// Waits until the eaters have eaten all that was cooked.
void end_meal(Table& table, std::span<baton::TaskHandle<>> eaters, Ending ending) {
    switch (ending) {
        case Ending::sentinel:
            for (std::size_t i = 0; i < eaters.size(); ++i)
                baton::expect_ok(table.put(kNoMore));
            break;
        case Ending::join:
            // The eaters are daemons: they stay at the table until the kernel ends.
            baton::expect_ok(table.join());
            return;
        case Ending::close: table.close(); break;
    }
    for (auto& eater : eaters)
        baton::expect_ok(eater.join());
}

void serve_meal(Table& table, const Settings& settings) {
    static std::array<baton::TaskHandle<>, Ledger::kCooksMax> cooks;
    static std::array<baton::TaskHandle<>, kEatersMax> eaters;
    const auto ending = static_cast<Ending>(settings.ending);
    baton::Random random(baton::seed());

    for (int i = 0; i < settings.cooks; ++i)
        cooks[static_cast<std::size_t>(i)] =
            baton::spawn("cook", cook, std::ref(table), i + 1, settings.dishes, baton::Random(random()));
    const baton::TaskOptions eater_options{.name = "eater", .daemon = ending == Ending::join};
    for (int i = 0; i < settings.eaters; ++i)
        eaters[static_cast<std::size_t>(i)] =
            baton::spawn(eater_options, eat, std::ref(table), i + 1, ending, baton::Random(random()));

    for (int i = 0; i < settings.cooks; ++i)
        baton::expect_ok(cooks[static_cast<std::size_t>(i)].join());
    end_meal(table, std::span(eaters).first(static_cast<std::size_t>(settings.eaters)), ending);
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("producer_consumer", "cooks, eaters and a table with little room");
    options.integer("--producers", settings.cooks, 1, Ledger::kCooksMax, "cooks, 1 to 64");
    options.integer("--consumers", settings.eaters, 1, kEatersMax, "eaters, 1 to 64");
    options.integer("--items", settings.dishes, 1, Ledger::kDishesMax, "dishes that each cook makes, 1 to 1000");
    options.integer("--capacity", settings.room, 1, kRoomMax, "dishes for which the table has room, 1 to 256");
    options.choice("--end", settings.ending, kEndings, "how the eaters learn that no more will come");
    options.flag("--quiet", settings.quiet, "no line for each dish");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    ledger.set_quiet(settings.quiet);
    static Table table(settings.room, "table");
    serve_meal(table, settings);

    const Ledger::Totals totals = ledger.totals();
    const bool passed = totals.cooked == settings.cooks * settings.dishes && totals.eaten == totals.cooked &&
                        totals.lost == 0 && totals.duplicated == 0 && totals.foreign == 0;
    if (!passed)
        baton::print_error("producer_consumer: not every dish was eaten once; ", totals.foreign,
                           " were eaten that nobody cooked");
    baton::println("producer_consumer: produced=", totals.cooked, " consumed=", totals.eaten, " lost=", totals.lost,
                   " duplicated=", totals.duplicated);
    return passed ? 0 : 1;
}
