// Printing to the machine's console.
#pragma once

#include <baton/core/text.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace baton {

// The colours that consoles have in common.
enum class Colour : std::uint8_t { red, green, yellow, blue, grey };

// Text in a colour, where the console shows colours; plain text elsewhere.
struct Coloured {
    Colour colour;          // where colours are shown
    std::string_view text;  // must live until it is printed
};

// A number with spaces before it that make it `width` characters wide; a wider number is not cut.
struct RightAligned {
    std::int64_t number;  // the number
    std::size_t width;    // in characters
};

// Whether Coloured text is coloured: by default as the machine knows, or as the command line says (--color).
// Context: any.
bool console_has_colours();
// Overrides what the machine knows. Context: any.
void set_console_colours(bool on);

namespace detail {

std::string_view colour_code(Colour colour);
std::size_t width_of(std::int64_t number);

template <class T>
void add_item(TextWriter& out, const T& item) {
    out.add(item);
}
inline void add_item(TextWriter& out, const Coloured& item) {
    if (!console_has_colours()) {
        out.add(item.text);
        return;
    }
    out.add(detail::colour_code(item.colour)).add(item.text).add("\033[0m");
}
inline void add_item(TextWriter& out, const RightAligned& item) {
    for (std::size_t width = width_of(item.number); width < item.width; ++width)
        out.add(' ');
    out.add(item.number);
}

}  // namespace detail

// Writes the items one after another: text, characters, integers, durations (as "1500.000 ms"), Coloured,
// RightAligned.
// Context: task. Blocks: never; waits for a slow device. Yields: no.
template <class... Items>
void print(const Items&... items) {
    TextWriter out(hal::ConsoleStream::output);
    (detail::add_item(out, items), ...);
}
// The same, and a new line.
template <class... Items>
void println(const Items&... items) {
    print(items..., '\n');
}
// println() to the error console.
template <class... Items>
void print_error(const Items&... items) {
    TextWriter out(hal::ConsoleStream::error);
    (detail::add_item(out, items), ...);
    out.add('\n');
}

}  // namespace baton
