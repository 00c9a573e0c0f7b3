#include <baton/io/print.hpp>

namespace baton {

namespace {

enum class Colours : std::uint8_t { as_the_machine, off, on };

constinit Colours colours = Colours::as_the_machine;

}  // namespace

bool console_has_colours() {
    return colours == Colours::as_the_machine ? hal::console_is_terminal() : colours == Colours::on;
}

void set_console_colours(bool on) {
    colours = on ? Colours::on : Colours::off;
}

std::string_view detail::colour_code(Colour colour) {
    switch (colour) {
        case Colour::red: return "\033[31m";
        case Colour::green: return "\033[32m";
        case Colour::yellow: return "\033[33m";
        case Colour::blue: return "\033[34m";
        case Colour::grey: return "\033[90m";
    }
    return "";
}

std::size_t detail::width_of(std::int64_t number) {
    std::size_t width = number < 0 ? 2 : 1;
    for (; number <= -10 || number >= 10; number /= 10)
        ++width;
    return width;
}

}  // namespace baton
