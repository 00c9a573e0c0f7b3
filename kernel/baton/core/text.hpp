// Text without a heap and without a format string: what print(), files and the fatal report are made of.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "hal/console.hpp"

namespace baton {

// Collects text and passes it on in pieces: when its buffer is full, and when it goes out of scope. Nothing is cut.
class TextWriter {
  public:
    // What takes the pieces.
    using Sink = void (*)(void* argument, std::string_view text);

    // A writer to `sink`, which is called with `argument`.
    TextWriter(Sink sink, void* argument) : sink_(sink), argument_(argument) {}
    // A writer to a stream of the console.
    explicit TextWriter(hal::ConsoleStream stream);
    ~TextWriter() { flush(); }
    TextWriter(const TextWriter&) = delete;
    TextWriter& operator=(const TextWriter&) = delete;

    // Adds text, a character or an integer in decimal.
    TextWriter& add(std::string_view text);
    TextWriter& add(const char* text) { return add(std::string_view(text)); }
    TextWriter& add(char character) { return add(std::string_view(&character, 1)); }
    template <std::integral Integer>
    TextWriter& add(Integer value) {
        return value < 0 ? add_number(0 - static_cast<std::uint64_t>(value), true)
                         : add_number(static_cast<std::uint64_t>(value), false);
    }
    // Durations in milliseconds with three decimals: "1500.000 ms".
    template <class Rep, class Period>
    TextWriter& add(std::chrono::duration<Rep, Period> value) {
        return add_microseconds(std::chrono::duration_cast<std::chrono::microseconds>(value).count());
    }

    // Adds spaces until `width` characters stand after `start`, an earlier value of column().
    TextWriter& pad(std::size_t start, std::size_t width);
    // How many characters were added so far.
    std::size_t column() const { return passed_on_ + size_; }

    // Passes on what is in the buffer. Context: any.
    void flush();

  private:
    TextWriter& add_number(std::uint64_t magnitude, bool negative);
    TextWriter& add_microseconds(std::int64_t microseconds);

    Sink sink_;
    void* argument_;
    std::size_t size_ = 0;
    std::size_t passed_on_ = 0;
    char buffer_[80];
};

}  // namespace baton
