// Command line options for applications, without a heap: the same on the host and on a target.
#pragma once

#include <array>
#include <baton/core/clock.hpp>
#include <baton/core/status.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace baton {

// The words after the program's name.
using Arguments = std::span<const std::string_view>;

// A table of options that parse() fills variables from. Options are written `--name value` or `--name=value`; the last
// of a repeated option counts. Unknown options, missing or malformed values and values out of range are refused with
// one line on the error console.
class Options {
  public:
    static constexpr std::size_t kOptionsMax = 12;  // of one table

    // `application` and `summary` are shown by --help. All texts given here must outlive the table.
    Options(std::string_view application, std::string_view summary) : application_(application), summary_(summary) {}

    // flag(), integer(), duration(), choice(): each adds an option; the variable keeps its value, the default, if the
    // option is not given. A flag is given without a value.
    void flag(std::string_view name, bool& value, std::string_view help);
    // An integer from `min` to `max`.
    void integer(std::string_view name, int& value, int min, int max, std::string_view help);
    // A number with a unit: 500ms, 2.5s; units ns, us, ms, s, min, h.
    void duration(std::string_view name, Duration& value, Duration min, Duration max, std::string_view help);
    // One of `choices`, by its name; `index` becomes its place.
    void choice(std::string_view name, std::size_t& index, std::span<const std::string_view> choices,
                std::string_view help);
    // Any text, such as the name of a file; it lies in the arguments.
    void text(std::string_view name, std::string_view& value, std::string_view help);

    // Reads `arguments`. Returns nothing if the application should go on, else the exit status with which it should
    // end: 0 after --help, which prints the options; 2 after bad usage, which is explained on the error console.
    [[nodiscard]] std::optional<int> parse(Arguments arguments);

  private:
    enum class Kind : std::uint8_t { flag, integer, duration, choice, text };

    struct Option {
        Kind kind;
        std::string_view name;
        std::string_view help;
        void* value;
        std::int64_t min;
        std::int64_t max;
        std::span<const std::string_view> choices;
    };

    void add(const Option& option);
    const Option* find(std::string_view name) const;
    bool assign(const Option& option, std::string_view text) const;
    std::optional<int> refuse(std::string_view what, std::string_view word, std::string_view why) const;
    void refuse_value(const Option& option, std::string_view text) const;
    void print_help() const;

    std::string_view application_;
    std::string_view summary_;
    std::array<Option, kOptionsMax> options_{};
    std::size_t count_ = 0;
};

// A duration such as "500ms" or "2.5s"; nothing if it is malformed, negative or out of range.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace baton
