#include "road.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

namespace {

constexpr std::string_view kSpaces = "                ";

std::string_view spaces(std::size_t used, std::size_t width) {
    return used < width ? kSpaces.substr(0, width - used) : std::string_view();
}

// A short text with a number in it.
class Label {
  public:
    Label(std::string_view before, std::int64_t number, std::string_view after = "") {
        add(before);
        size_ = static_cast<std::size_t>(std::to_chars(text_.data() + size_, text_.data() + text_.size(), number).ptr -
                                         text_.data());
        add(after);
    }
    std::string_view text() const { return {text_.data(), size_}; }

  private:
    void add(std::string_view text) { size_ += text.copy(text_.data() + size_, text_.size() - size_); }

    std::array<char, 32> text_;
    std::size_t size_ = 0;
};

Label time_label() {
    const auto now = baton::Clock::now().time_since_epoch();
    return Label("", std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), " ms");
}

baton::Coloured picture_of(Light light) {
    switch (light) {
        case Light::red: return {baton::Colour::red, "[ red ]"};
        case Light::green: return {baton::Colour::green, "[green]"};
    }
    return {baton::Colour::grey, "[  ?  ]"};
}

Label label_of(const Vehicle& vehicle) {
    return Label(vehicle.kind == Kind::police ? "police " : "car ", vehicle.number);
}

baton::Colour colour_of(const Vehicle& vehicle) {
    return vehicle.kind == Kind::police ? baton::Colour::blue : baton::Colour::yellow;
}

// Prints the time, the light and the items, so far to the right that the stop line stands below that of other lines;
// `before_line` is the text among the items that stands before it.
template <class... Items>
void draw(Light light, std::string_view before_line, const Items&... items) {
    const Label time = time_label();
    baton::println(spaces(time.text().size(), 12), time.text(), "  ", picture_of(light), "  ",
                   spaces(before_line.size(), 12), items...);
}

}  // namespace

void Road::light_turns(Light light) const {
    if (!quiet_)
        draw(light, "", " |");
}

void Road::vehicle_waits(Light light, const Vehicle& vehicle) const {
    if (quiet_)
        return;
    const Label label = label_of(vehicle);
    draw(light, label.text(), baton::Coloured{colour_of(vehicle), label.text()}, " |");
}

void Road::vehicle_crosses(Light light, const Vehicle& vehicle) const {
    if (quiet_)
        return;
    const Label label = label_of(vehicle);
    const baton::Coloured picture{colour_of(vehicle), label.text()};
    if (light == Light::red)
        draw(light, "", " | ", picture, baton::Coloured{baton::Colour::red, " runs the red light"});
    else
        draw(light, "", " | ", picture);
}
