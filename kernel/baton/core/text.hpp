// Text to the console without a heap and without a format string: what print() and the fatal report are made of.
#pragma once

#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <string_view>

#include "hal/console.hpp"

namespace baton {

// Collects text and passes it on in pieces: when its buffer is full, and when it goes out of scope. Nothing is cut.
class TextWriter {
  public:
    explicit TextWriter(hal::ConsoleStream stream) : stream_(stream) {}
    ~TextWriter() { flush(); }
    TextWriter(const TextWriter&) = delete;
    TextWriter& operator=(const TextWriter&) = delete;

    TextWriter& add(std::string_view text) {
        for (const char character : text)
            add(character);
        return *this;
    }
    TextWriter& add(const char* text) { return add(std::string_view(text)); }
    TextWriter& add(char character) {
        if (size_ == sizeof(buffer_))
            flush();
        buffer_[size_++] = character;
        return *this;
    }
    TextWriter& add(std::integral auto value) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
        return add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
    }
    // Durations in milliseconds with three decimals: "1500.000 ms".
    template <class Rep, class Period>
    TextWriter& add(std::chrono::duration<Rep, Period> value) {
        const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(value).count();
        const auto magnitude = microseconds < 0 ? 0 - static_cast<unsigned long long>(microseconds)
                                                : static_cast<unsigned long long>(microseconds);
        if (microseconds < 0)
            add('-');
        add(magnitude / 1000).add('.');
        add(static_cast<char>('0' + magnitude / 100 % 10)).add(static_cast<char>('0' + magnitude / 10 % 10));
        return add(static_cast<char>('0' + magnitude % 10)).add(" ms");
    }

    // Adds spaces until `width` characters stand after `start`, an earlier value of column().
    TextWriter& pad(std::size_t start, std::size_t width) {
        while (column() < start + width)
            add(' ');
        return *this;
    }
    // How many characters were added so far.
    std::size_t column() const { return passed_on_ + size_; }

    void flush() {
        if (size_ > 0)
            hal::console_write(stream_, {buffer_, size_});
        passed_on_ += size_;
        size_ = 0;
    }

  private:
    hal::ConsoleStream stream_;
    std::size_t size_ = 0;
    std::size_t passed_on_ = 0;
    char buffer_[80];
};

}  // namespace baton
