#include <baton/app/options.hpp>
#include <baton/core/panic.hpp>
#include <baton/io/print.hpp>
#include <charconv>

namespace baton {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr Unit kUnits[] = {{"ns", 1},
                           {"us", 1'000},
                           {"ms", 1'000'000},
                           {"s", 1'000'000'000},
                           {"min", 60'000'000'000},
                           {"h", 3'600'000'000'000}};

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

// Prints a duration in the largest unit that shows it exactly.
void print_duration(std::int64_t nanoseconds) {
    const Unit* best = &kUnits[0];
    for (const Unit& unit : kUnits)
        if (nanoseconds >= unit.nanoseconds && nanoseconds % unit.nanoseconds == 0)
            best = &unit;
    print(nanoseconds / best->nanoseconds, best->name);
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    const std::size_t unit_start = text.find_first_not_of("0123456789.");
    if (unit_start == std::string_view::npos || unit_start == 0)
        return std::nullopt;
    const std::string_view number = text.substr(0, unit_start);
    const Unit* unit = nullptr;
    for (const Unit& candidate : kUnits)
        if (candidate.name == text.substr(unit_start))
            unit = &candidate;
    if (!unit)
        return std::nullopt;

    const std::size_t point = number.find('.');
    const auto whole = parse_integer(number.substr(0, point));
    std::int64_t value = 0;
    if (!whole || __builtin_mul_overflow(*whole, unit->nanoseconds, &value))
        return std::nullopt;
    if (point != std::string_view::npos) {
        const std::string_view digits = number.substr(point + 1);
        if (digits.empty())
            return std::nullopt;
        std::int64_t place = unit->nanoseconds;
        for (const char digit : digits) {
            if (digit == '.' || place % 10 != 0)
                return std::nullopt;  // a second point, or finer than a nanosecond
            place /= 10;
            if (__builtin_add_overflow(value, (digit - '0') * place, &value))
                return std::nullopt;
        }
    }
    return Duration(value);
}

void Options::flag(std::string_view name, bool& value, std::string_view help) {
    add({Kind::flag, name, help, &value, 0, 0, {}});
}

void Options::integer(std::string_view name, int& value, int min, int max, std::string_view help) {
    add({Kind::integer, name, help, &value, min, max, {}});
}

void Options::duration(std::string_view name, Duration& value, Duration min, Duration max, std::string_view help) {
    add({Kind::duration, name, help, &value, min.count(), max.count(), {}});
}

void Options::choice(std::string_view name, std::size_t& index, std::span<const std::string_view> choices,
                     std::string_view help) {
    add({Kind::choice, name, help, &index, 0, 0, choices});
}

void Options::text(std::string_view name, std::string_view& value, std::string_view help) {
    add({Kind::text, name, help, &value, 0, 0, {}});
}

void Options::add(const Option& option) {
    check(count_ < kOptionsMax, Fatal::invalid_argument, "Options: too many");
    check(option.name.starts_with("--"), Fatal::invalid_argument, "Options: a name does not start with --");
    options_[count_++] = option;
}

const Options::Option* Options::find(std::string_view name) const {
    for (std::size_t i = 0; i < count_; ++i)
        if (options_[i].name == name)
            return &options_[i];
    return nullptr;
}

std::optional<int> Options::parse(Arguments arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view word = arguments[i];
        if (word == "--help" || word == "-h") {
            print_help();
            return 0;
        }
        const std::size_t equals = word.find('=');
        const Option* const option = find(word.substr(0, equals));
        if (!option)
            return refuse("unknown option", word, "(--help lists them)");
        const bool has_value = equals != std::string_view::npos;
        if (option->kind == Kind::flag) {
            if (has_value)
                return refuse("option", option->name, "takes no value");
            *static_cast<bool*>(option->value) = true;
            continue;
        }
        if (!has_value && i + 1 == arguments.size())
            return refuse("option", option->name, "needs a value");
        const std::string_view value = has_value ? word.substr(equals + 1) : arguments[++i];
        if (!assign(*option, value)) {
            refuse_value(*option, value);
            return 2;
        }
    }
    return std::nullopt;
}

// Writes the variable; false if `text` is not a value that the option allows.
bool Options::assign(const Option& option, std::string_view text) const {
    switch (option.kind) {
        case Kind::flag: return false;
        case Kind::integer: {
            const auto value = parse_integer(text);
            if (!value || *value < option.min || *value > option.max)
                return false;
            *static_cast<int*>(option.value) = static_cast<int>(*value);
            return true;
        }
        case Kind::duration: {
            const auto value = parse_duration(text);
            if (!value || value->count() < option.min || value->count() > option.max)
                return false;
            *static_cast<Duration*>(option.value) = *value;
            return true;
        }
        case Kind::choice:
            for (std::size_t i = 0; i < option.choices.size(); ++i) {
                if (option.choices[i] == text) {
                    *static_cast<std::size_t*>(option.value) = i;
                    return true;
                }
            }
            return false;
        case Kind::text:
            if (!text.empty())
                *static_cast<std::string_view*>(option.value) = text;
            return !text.empty();
    }
    return false;
}

std::optional<int> Options::refuse(std::string_view what, std::string_view word, std::string_view why) const {
    print_error(application_, ": ", what, " '", word, "' ", why);
    return 2;
}

void Options::refuse_value(const Option& option, std::string_view text) const {
    TextWriter out(hal::ConsoleStream::error);
    out.add(application_).add(": option '").add(option.name).add("' takes ");
    switch (option.kind) {
        case Kind::flag: break;
        case Kind::integer: out.add("a whole number from ").add(option.min).add(" to ").add(option.max); break;
        case Kind::duration:
            out.add("a time such as 500ms or 2s, from ").add(Duration(option.min)).add(" to ");
            out.add(Duration(option.max));
            break;
        case Kind::choice:
            for (std::size_t i = 0; i < option.choices.size(); ++i)
                out.add(i == 0 ? "" : i + 1 == option.choices.size() ? " or " : ", ").add(option.choices[i]);
            break;
        case Kind::text: out.add("a text"); break;
    }
    out.add(", not '").add(text).add("'\n");
}

void Options::print_help() const {
    println(application_, ": ", summary_);
    for (std::size_t i = 0; i < count_; ++i) {
        const Option& option = options_[i];
        print("  ", option.name);
        switch (option.kind) {
            case Kind::flag: break;
            case Kind::integer: print(" N"); break;
            case Kind::duration: print(" TIME"); break;
            case Kind::choice:
                for (std::size_t c = 0; c < option.choices.size(); ++c)
                    print(c == 0 ? " " : "|", option.choices[c]);
                break;
            case Kind::text: print(" TEXT"); break;
        }
        print("  ", option.help);
        switch (option.kind) {
            case Kind::flag: break;
            case Kind::integer: print(" (", *static_cast<int*>(option.value), ")"); break;
            case Kind::duration:
                print(" (");
                print_duration(static_cast<Duration*>(option.value)->count());
                print(")");
                break;
            case Kind::choice: print(" (", option.choices[*static_cast<std::size_t*>(option.value)], ")"); break;
            case Kind::text: {
                const auto& value = *static_cast<std::string_view*>(option.value);
                if (!value.empty())
                    print(" (", value, ")");
                break;
            }
        }
        println();
    }
}

}  // namespace baton
