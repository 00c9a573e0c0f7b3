// Who cooked what and who ate it: every dish is written down twice, so that a lost or doubled one shows.
#pragma once

#include <array>
#include <baton/baton.hpp>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <mutex>

struct Dish {
    int cook;    // from 1
    int number;  // of this cook, from 1
};

class Ledger {
  public:
    static constexpr int kCooksMax = 64;
    static constexpr int kDishesMax = 1000;  // of one cook

    struct Totals {
        int cooked = 0;
        int eaten = 0;
        int lost = 0;        // cooked and never eaten
        int duplicated = 0;  // eaten again
        int foreign = 0;     // eaten and never cooked
    };

    // Whether cooked() and eaten() print a line.
    void set_quiet(bool quiet) { quiet_ = quiet; }

    // Context: task. Blocks: while another task writes.
    void cooked(const Dish& dish) {
        const std::lock_guard writing(lock_);
        cooked_.set(index_of(dish));
        if (!quiet_)
            baton::println("cook ", dish.cook, " cooks dish ", dish.number);
    }

    // Context: task. Blocks: while another task writes.
    void eaten(const Dish& dish, int eater) {
        const std::lock_guard writing(lock_);
        ++meals_;
        if (!is_possible(dish)) {
            ++foreign_;
            return;
        }
        std::uint8_t& times = eaten_[index_of(dish)];
        times = times == UINT8_MAX ? times : static_cast<std::uint8_t>(times + 1);
        if (!quiet_)
            baton::println("    eater ", eater, " eats dish ", dish.number, " of cook ", dish.cook);
    }

    // Compares the two lists, dish by dish.
    Totals totals() {
        const std::lock_guard reading(lock_);
        Totals totals{.eaten = meals_, .foreign = foreign_};
        for (std::size_t i = 0; i < kSize; ++i) {
            totals.cooked += cooked_[i] ? 1 : 0;
            totals.lost += cooked_[i] && eaten_[i] == 0 ? 1 : 0;
            totals.foreign += !cooked_[i] && eaten_[i] > 0 ? 1 : 0;
            totals.duplicated += eaten_[i] > 1 ? eaten_[i] - 1 : 0;
        }
        return totals;
    }

  private:
    static constexpr std::size_t kSize = static_cast<std::size_t>(kCooksMax) * kDishesMax;

    static bool is_possible(const Dish& dish) {
        return dish.cook >= 1 && dish.cook <= kCooksMax && dish.number >= 1 && dish.number <= kDishesMax;
    }
    static std::size_t index_of(const Dish& dish) {
        return static_cast<std::size_t>((dish.cook - 1) * kDishesMax + dish.number - 1);
    }

    baton::Mutex lock_{"ledger"};
    bool quiet_ = false;
    int meals_ = 0;
    int foreign_ = 0;
    std::bitset<kSize> cooked_;
    std::array<std::uint8_t, kSize> eaten_{};
};
