// Numbers as text, for tables.
#pragma once

#include <array>
#include <baton/baton.hpp>
#include <charconv>
#include <cstdint>
#include <string_view>

// A fraction with a fixed number of decimals, rounded half up.
class Decimal {
  public:
    // `numerator` / `denominator`, neither negative.
    Decimal(std::int64_t numerator, std::int64_t denominator, int decimals) {
        add(numerator / denominator);
        std::int64_t rest = numerator % denominator;
        if (decimals > 0)
            text_[size_++] = '.';
        for (int i = 0; i < decimals; ++i) {
            rest *= 10;
            text_[size_++] = static_cast<char>('0' + rest / denominator);
            rest %= denominator;
        }
        if (rest >= denominator - rest)
            round_up();
    }

    std::string_view text() const { return {text_.data(), size_}; }

  private:
    void add(std::int64_t value) {
        size_ =
            static_cast<std::size_t>(std::to_chars(text_.data(), text_.data() + kDigitsMax, value).ptr - text_.data());
    }

    void round_up() {
        std::size_t place = size_;
        while (place > 0) {
            char& digit = text_[--place];
            if (digit == '.')
                continue;
            if (digit != '9') {
                ++digit;
                return;
            }
            digit = '0';
        }
        for (std::size_t i = size_++; i > 0; --i)
            text_[i] = text_[i - 1];
        text_[0] = '1';
    }

    static constexpr std::size_t kDigitsMax = 20;
    std::array<char, kDigitsMax + 8> text_{};
    std::size_t size_ = 0;
};

// Milliseconds with as many decimals as `step`, of which the time is a multiple, needs.
inline Decimal short_milliseconds(baton::Duration time, baton::Duration step) {
    int decimals = 0;
    for (std::int64_t unit = 1'000'000; step.count() % unit != 0; unit /= 10)
        ++decimals;
    return {time.count(), 1'000'000, decimals};
}
inline Decimal short_milliseconds(baton::Duration time) {
    return short_milliseconds(time, time);
}

// Milliseconds with three decimals; the mean of `count` times whose sum is `time`.
inline Decimal milliseconds(baton::Duration time, int count = 1) {
    return {time.count(), std::int64_t{1'000'000} * (count > 0 ? count : 1), 3};
}
