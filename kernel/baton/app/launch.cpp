#include <baton/app/launch.hpp>
#include <baton/core/spawn.hpp>
#include <baton/io/print.hpp>
#include <charconv>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton {

namespace {

constexpr std::string_view kNames[] = {"--policy", "--seed", "--color"};

constinit std::uint64_t run_seed = 1;

std::optional<int> refuse(std::string_view name, std::string_view wanted, std::string_view value) {
    print_error("baton: option '", name, "' takes ", wanted, ", not '", value, "'");
    return 2;
}

}  // namespace

std::uint64_t seed() {
    return run_seed;
}

std::optional<int> LaunchOptions::parse(Arguments arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view word = arguments[i];
        const std::size_t equals = word.find('=');
        const std::string_view name = word.substr(0, equals);
        bool is_ours = false;
        for (const std::string_view known : kNames)
            is_ours = is_ours || name == known;
        if (app_takes_policy && name == "--policy")
            is_ours = false;
        if (!is_ours) {
            if (rest_count_ == kArgumentsMax) {
                print_error("baton: more than ", kArgumentsMax, " words on the command line");
                return 2;
            }
            rest_[rest_count_++] = word;
            continue;
        }
        if (equals == std::string_view::npos && i + 1 == arguments.size()) {
            print_error("baton: option '", name, "' needs a value");
            return 2;
        }
        const std::string_view value = equals == std::string_view::npos ? arguments[++i] : word.substr(equals + 1);
        if (const auto status = assign(name, value))
            return status;
    }
    return std::nullopt;
}

std::optional<int> LaunchOptions::assign(std::string_view name, std::string_view value) {
    if (name == "--policy") {
        for (const DispatchTable* const policy : kPolicies) {
            if (policy->name == value) {
                policy_ = policy;
                return std::nullopt;
            }
        }
        return refuse(name, "mlfq, rr, priority, fcfs, sjf or edf", value);
    }
    if (name == "--seed") {
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seed_);
        if (error != std::errc() || end != value.data() + value.size())
            return refuse(name, "a whole number from 0 to 18446744073709551615", value);
        return std::nullopt;
    }
    if (value == "always" || value == "never")
        set_console_colours(value == "always");
    else if (value != "auto")
        return refuse(name, "auto, always or never", value);
    return std::nullopt;
}

int launch(const LaunchOptions& options, TraceSink* trace) {
    run_seed = options.seed();
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    static Kernel kernel({.policy = &options.policy(), .stacks = &stacks, .trace = trace, .seed = options.seed()});
    return run(kernel, app_main, options.rest());
}

}  // namespace baton
