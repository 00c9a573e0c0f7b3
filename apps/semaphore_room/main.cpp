// More guests than rooms: a semaphore counts the rooms that are free, and guests wait while there is none.
#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <mutex>
#include <optional>
#include <span>

using namespace std::chrono_literals;

namespace {

constexpr int kGuestsMax = 999;
constexpr int kRoomsMax = 12;

struct Settings {
    int guests = 13;
    int rooms = 4;
    baton::Duration stay = 2s;  // on average
    bool quiet = false;
};

struct Guest {
    int number;
    baton::Duration arrival;
    baton::Duration stay;
};

// Who is in which room. It does not know the semaphore: what it counts is what happened.
class House {
  public:
    House(int rooms, bool quiet) : rooms_(std::span(guests_).first(static_cast<std::size_t>(rooms))), quiet_(quiet) {}

    void come(int guest) {
        const std::lock_guard writing(lock_);
        ++waiting_;
        draw(guest, "comes");
    }

    void enter(int guest) {
        const std::lock_guard writing(lock_);
        --waiting_;
        ++inside_;
        most_inside_ = std::max(most_inside_, inside_);
        replace(kNobody, guest);
        draw(guest, "enters");
    }

    void leave(int guest) {
        const std::lock_guard writing(lock_);
        --inside_;
        ++left_;
        replace(guest, kNobody);
        draw(guest, "leaves");
    }

    int most_inside() const { return most_inside_; }
    int left() const { return left_; }

  private:
    static constexpr int kNobody = 0;

    // Without a free room, `to` is inside, but nowhere.
    void replace(int from, int to) const {
        const auto room = std::find(rooms_.begin(), rooms_.end(), from);
        if (room != rooms_.end())
            *room = to;
    }

    // A line with the time, the rooms, how many wait, and what happens.
    void draw(int guest, const char* what) const {
        if (quiet_)
            return;
        const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(baton::Clock::now().time_since_epoch());
        baton::print(baton::RightAligned{time.count(), 8}, " ms  ");
        for (const int inside : rooms_)
            draw_room(inside);
        baton::println("  ", baton::RightAligned{waiting_, 3}, waiting_ == 1 ? " waits   guest " : " wait    guest ",
                       guest, ' ', what);
    }

    static void draw_room(int guest) {
        if (guest == kNobody)
            baton::print("[   ]");
        else
            baton::print('[', baton::RightAligned{guest, 3}, ']');
    }

    baton::Mutex lock_{"house"};
    std::array<int, kRoomsMax> guests_{};
    std::span<int> rooms_;
    bool quiet_;
    int waiting_ = 0;
    int inside_ = 0;
    int most_inside_ = 0;
    int left_ = 0;
};

void visit(House& house, baton::BoundedSemaphore& free_rooms, const Guest& guest) {
    baton::sleep_for(guest.arrival);
    house.come(guest.number);
    baton::expect_ok(free_rooms.acquire());
    house.enter(guest.number);
    baton::sleep_for(guest.stay);
    house.leave(guest.number);
    baton::expect_ok(free_rooms.release());
}

// Some part of `whole`, from `low` to `high` thousandths of it.
baton::Duration part_of(baton::Duration whole, std::uint32_t low, std::uint32_t high, baton::Random& random) {
    return whole / 1000 * (low + random.below(high - low));
}

// Lets the guests come and waits until all have left. They come within half of the average stay, and nobody stays for
// less than that: once, all rooms are taken.
void receive(House& house, baton::BoundedSemaphore& free_rooms, const Settings& settings) {
    static std::array<baton::TaskHandle<>, kGuestsMax> handles;
    const auto guests = std::span(handles).first(static_cast<std::size_t>(settings.guests));
    baton::Random random(baton::seed());
    int number = 0;
    for (auto& handle : guests) {
        const Guest guest{.number = ++number,
                          .arrival = part_of(settings.stay, 0, 500, random),
                          .stay = part_of(settings.stay, 500, 1500, random)};
        handle = baton::spawn("guest", visit, std::ref(house), std::ref(free_rooms), guest);
    }
    for (auto& handle : guests) {
        baton::expect_ok(handle.join());
        handle = {};
    }
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("semaphore_room", "more guests than rooms");
    options.integer("--guests", settings.guests, 1, kGuestsMax, "1 to 999");
    options.integer("--rooms", settings.rooms, 1, kRoomsMax, "1 to 12");
    options.duration("--stay", settings.stay, 100ms, 24h, "how long a guest stays on average, 100ms to 24h");
    options.flag("--quiet", settings.quiet, "no picture");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;

    House house(settings.rooms, settings.quiet);
    baton::BoundedSemaphore free_rooms(settings.rooms, "free rooms");
    receive(house, free_rooms, settings);

    const bool passed =
        house.most_inside() == std::min(settings.guests, settings.rooms) && house.left() == settings.guests;
    if (!passed)
        baton::print_error("semaphore_room: too many were inside at once, or never all that could be");
    baton::println("semaphore_room: guests=", settings.guests, " rooms=", settings.rooms,
                   " max_inside=", house.most_inside(), " left=", house.left());
    return passed ? 0 : 1;
}
