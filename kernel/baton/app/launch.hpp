// From a machine's start-up code to app_main().
#pragma once

#include <array>
#include <baton/app/options.hpp>
#include <baton/core/kernel.hpp>
#include <cstdint>
#include <optional>

namespace baton {

// What the command line says about the run itself rather than to the application, on every machine:
//   --policy NAME         the scheduling policy: mlfq (default), rr, priority, fcfs, sjf, edf; left to an application
//                         that has policies of its own (app_takes_policy)
//   --seed N              seed of seed() and with it of everything random
//   --color WHEN          auto (default), always or never
class LaunchOptions {
  public:
    static constexpr std::size_t kArgumentsMax = 32;  // for the application

    // Takes these options out of `arguments`; the others are the application's. Returns the exit status 2, after a
    // line on the error console, if one of them is malformed.
    [[nodiscard]] std::optional<int> parse(Arguments arguments);

    // What parse() found, or the default: --policy.
    const DispatchTable& policy() const { return *policy_; }
    // The same: --seed.
    std::uint64_t seed() const { return seed_; }
    // The application's arguments. Valid as long as this object and what parse() was given.
    Arguments rest() const { return {rest_.data(), rest_count_}; }

  private:
    std::optional<int> assign(std::string_view name, std::string_view value);

    const DispatchTable* policy_ = &kMlfq;
    std::uint64_t seed_ = 1;
    std::array<std::string_view, kArgumentsMax> rest_{};
    std::size_t rest_count_ = 0;
};

// The run's seed. The same program with the same inputs and the same seed does the same. Context: any.
std::uint64_t seed();

// Whether the application reads --policy itself; main() then runs under the default policy. False unless the
// application defines it (the library's definition is in a file of its own, which is linked only if it is wanted).
extern const bool app_takes_policy;

// Runs app_main() as the first task of a kernel until the last task has ended. Returns the exit status.
// Context: start-up.
int launch(const LaunchOptions& options, TraceSink* trace = nullptr);

}  // namespace baton

// The application, which every program in apps/ defines. Runs as the task "main"; returning does not end other tasks
// that are no daemons. Returns the exit status: 0 done, 1 a check failed, 2 bad usage.
int app_main(baton::Arguments arguments);
