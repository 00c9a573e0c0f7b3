// Many buyers, few tickets. A buyer reads the stock, thinks it over and writes back one ticket less; that is safe only
// while nobody else does the same at the same time.
#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <cstdint>
#include <mutex>
#include <optional>

#include "stock.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int kBuyersMax = 4000;
constexpr int kTicketsMax = 1'000'000;

struct Settings {
    int buyers = 100;
    int tickets = 10;
    bool no_lock = false;
    bool quiet = false;
};

struct Buyer {
    int number;
    baton::Duration arrival;
    baton::Duration thinking;
};

// How a visit to the box office ended.
enum class Visit : std::uint8_t {
    refused,      // no ticket was left
    sold,         // and the stock was the one that was read
    sold_astray,  // and the stock had changed in the meantime: that change is lost
    unreadable,   // the record holds no stock
};

struct Tally {
    int sold = 0;
    int refused = 0;
    int astray = 0;
    int unreadable = 0;

    void add(Visit visit) {
        switch (visit) {
            case Visit::refused: ++refused; return;
            case Visit::sold: ++sold; return;
            case Visit::sold_astray:
                ++sold;
                ++astray;
                return;
            case Visit::unreadable:
                ++refused;
                ++unreadable;
                return;
        }
    }
};

class BoxOffice {
  public:
    explicit BoxOffice(const Settings& settings) : settings_(settings) {}

    Visit visit(const Buyer& buyer) {
        baton::sleep_for(buyer.arrival);
        if (settings_.no_lock)
            return buy(buyer);
        const std::lock_guard one_at_a_time(counter_);
        return buy(buyer);
    }

  private:
    Visit buy(const Buyer& buyer) const {
        const auto seen = read_stock();
        if (!seen)
            return Visit::unreadable;
        if (seen->left == 0)
            return Visit::refused;
        baton::sleep_for(buyer.thinking);

        const auto found = read_stock();
        if (!found)
            return Visit::unreadable;
        Stock stock = *seen;
        --stock.left;
        baton::expect_ok(write_stock(stock));
        report(buyer, seen->left, found->left);
        return *found == *seen ? Visit::sold : Visit::sold_astray;
    }

    void report(const Buyer& buyer, int seen, int found) const {
        if (settings_.quiet)
            return;
        baton::print("buyer ", buyer.number, " buys: ", seen, " left, now ", seen - 1);
        if (found != seen)
            baton::print(", ", baton::Coloured{baton::Colour::red, "overwriting "}, found);
        baton::println();
    }

    const Settings& settings_;
    baton::Mutex counter_{"counter"};
};

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("ticketing", "many buyers, few tickets, with a lock or without");
    options.integer("--buyers", settings.buyers, 1, kBuyersMax, "how many come, 1 to 4000");
    options.integer("--tickets", settings.tickets, 1, kTicketsMax, "how many tickets there are, 1 to 1000000");
    options.flag("--no-lock", settings.no_lock, "buyers do not wait for each other: sells too many");
    options.flag("--quiet", settings.quiet, "no line for each sale");
    return options.parse(arguments);
}

// Says what an earlier run left, which may have been killed at any instant. Returns whether it can be trusted.
bool report_earlier_run() {
    const auto stock = read_stock();
    if (!stock && stock.error() == baton::Status::closed) {
        baton::println("no record of an earlier sale");
        return true;
    }
    if (!stock) {
        baton::print_error("ticketing: the record of an earlier sale is damaged");
        return false;
    }
    baton::println("an earlier sale ", stock->sale_is_over ? "ended" : "was interrupted", " with ", stock->left, " of ",
                   stock->tickets, " tickets left");
    return true;
}

// Lets the buyers come, one every 5 ms on average, and waits until all have left. The first two stand at the door when
// it opens. Each thinks for at least 10 ms, so without the lock both read the same stock.
Tally sell(BoxOffice& office, int buyers) {
    static std::array<baton::TaskHandle<Visit>, kBuyersMax> handles;
    baton::Random random(baton::seed());
    const auto latest_arrival_us = static_cast<std::uint32_t>(buyers) * 5'000;
    for (int i = 0; i < buyers; ++i) {
        const auto arrival = i < 2 ? 0us : std::chrono::microseconds(random.below(latest_arrival_us));
        const Buyer buyer{i + 1, arrival, 10ms + std::chrono::microseconds(random.below(40'000))};
        handles[static_cast<std::size_t>(i)] = baton::spawn("buyer", &BoxOffice::visit, &office, buyer);
    }
    Tally tally;
    for (int i = 0; i < buyers; ++i) {
        auto& handle = handles[static_cast<std::size_t>(i)];
        baton::expect_ok(handle.join());
        tally.add(handle.value());
        handle = {};
    }
    return tally;
}

// Says what went wrong; returns whether nothing did.
bool check_sale(const Settings& settings, const Tally& tally) {
    int failures = 0;
    const auto expect = [&](bool condition, const char* complaint) {
        if (!condition) {
            baton::print_error("ticketing: ", complaint);
            ++failures;
        }
    };
    const auto stock = read_stock();
    expect(stock.has_value() && tally.unreadable == 0, "the record was damaged during the sale");
    expect(tally.sold + tally.refused == settings.buyers, "buyers got lost");
    if (!settings.no_lock) {
        expect(tally.astray == 0, "the record changed in spite of the lock: is it another program's too (--storage)?");
        expect(tally.sold == std::min(settings.buyers, settings.tickets), "the wrong number of tickets was sold");
        expect(stock.has_value() && stock->left == settings.tickets - tally.sold, "the record's stock is wrong");
    }
    return failures == 0;
}

void explain(const Settings& settings, const Tally& tally) {
    if (tally.astray == 0)
        return;
    baton::println(tally.astray, " of ", tally.sold, " sales wrote back an old stock, because there was no lock, and");
    baton::println("so forgot what others had sold in the meantime");
    if (tally.sold > settings.tickets)
        baton::println(baton::Coloured{baton::Colour::red, "OVERSOLD: "}, tally.sold,
                       " buyers hold a ticket, but only ", settings.tickets, " tickets exist");
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    const bool earlier_run_was_whole = report_earlier_run();
    if (write_stock({settings.tickets, settings.tickets, false}) != baton::Status::ok) {
        baton::print_error("ticketing: the record of the stock cannot be written");
        return 1;
    }
    BoxOffice office(settings);
    const Tally tally = sell(office, settings.buyers);
    explain(settings, tally);
    const bool passed = check_sale(settings, tally) && earlier_run_was_whole;
    if (const auto stock = read_stock())
        baton::expect_ok(write_stock({stock->tickets, stock->left, true}));
    baton::println("ticketing: tickets=", settings.tickets, " sold=", tally.sold, " refused=", tally.refused,
                   " oversold=", std::max(0, tally.sold - settings.tickets));
    return passed ? 0 : 1;
}
