// baton_bench on a target: a table, or Google Benchmark's JSON, in instructions.
#include <array>
#include <baton/baton.hpp>
#include <span>
#include <string_view>

#include "hal/machine.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/goals.hpp"
#include "tests/bench/trial.hpp"

namespace baton::bench {

std::span<std::byte> trial_memory() {
    return hal::task_memory();
}

namespace {

constexpr int kIterationsMax = 1'000'000;

constexpr std::size_t kCasesMax = 32;

// What the command line asks for.
struct Choice {
    bool json = false;
    int iterations = 1000;
    std::size_t only = 0;  // 0: all cases; else the place of one, counted from 1
};

// All cases, behind a name that stands for all of them.
std::span<const std::string_view> case_names() {
    static std::array<std::string_view, kCasesMax> names{"all"};
    std::size_t count = 1;
    for (const auto& table : {cases(), machine_cases()})
        for (const Case& measured : table)
            names[count++] = measured.name;
    return {names.data(), count};
}

// The value in instructions with one decimal, if it is not zero.
void add_tenths(TextWriter& out, std::int64_t tenths) {
    out.add(tenths / 10);
    if (tenths % 10 != 0)
        out.add('.').add(tenths % 10);
}

std::int64_t measure(const Case& measured, const Choice& choice) {
    Meter meter(static_cast<std::uint32_t>(choice.iterations));
    const bool lean = !kConfig.accounting;
    Trial trial(meter, lean || measured.needs_priorities ? kFixedPriority : kMlfq);
    measured.run(trial);
    return meter.tenths();
}

void print_row(const Case& measured, std::int64_t tenths) {
    TextWriter out(hal::ConsoleStream::output);
    out.add(measured.name).pad(0, 24);
    add_tenths(out, tenths);
    out.pad(0, 34);
    if (const int goal = goal_of(measured.name); kHasGoals && goal != kNoGoal)
        out.add(goal).pad(0, 42).add(tenths > std::int64_t{goal} * 10 ? "missed" : "met");
    else
        out.add("-       -");
    out.add('\n');
}

void print_json_element(const Case& measured, std::int64_t tenths, const Choice& choice, bool first) {
    TextWriter out(hal::ConsoleStream::output);
    out.add(first ? "\n" : ",\n").add("    {\"name\": \"").add(measured.name).add("\", \"run_name\": \"");
    out.add(measured.name).add("\", \"run_type\": \"iteration\", \"repetitions\": 1, \"repetition_index\": 0, ");
    out.add("\"threads\": 1, \"iterations\": ").add(choice.iterations).add(", \"real_time\": ");
    add_tenths(out, tenths);
    out.add(", \"cpu_time\": ");
    add_tenths(out, tenths);
    out.add(", \"time_unit\": \"instructions\"}");
}

void run_all(const Choice& choice) {
    if (choice.json)
        print("{\n  \"context\": {\"executable\": \"", BATON_BENCH_NAME,
              "\", \"num_cpus\": 1, \"library_build_type\": \"release\"},\n  \"benchmarks\": [");
    else
        println("operation               value     goal    (instructions)");
    bool first = true;
    std::size_t place = 0;
    for (const auto& table : {cases(), machine_cases()}) {
        for (const Case& measured : table) {
            ++place;
            if (choice.only != 0 && choice.only != place)
                continue;
            const std::int64_t tenths = measure(measured, choice);
            if (choice.json)
                print_json_element(measured, tenths, choice, first);
            else
                print_row(measured, tenths);
            first = false;
        }
    }
    if (choice.json)
        print("\n  ]\n}\n");
}

}  // namespace

}  // namespace baton::bench

int main() {
    using namespace baton;
    bench::Choice choice;
    Options options("baton_bench", "Measures the kernel's operations in instructions.");
    options.flag("--json", choice.json, "print Google Benchmark's JSON instead of a table");
    options.integer("--iterations", choice.iterations, 1, bench::kIterationsMax,
                    "turns of each measuring loop, rounded up to a multiple of 40 on some boards");
    options.choice("--case", choice.only, bench::case_names(), "measure only this one");
    if (const auto status = options.parse(hal::arguments()))
        return *status;
    constexpr int kMultiple = bench::kPhases;
    choice.iterations = (choice.iterations + kMultiple - 1) / kMultiple * kMultiple;
    bench::run_all(choice);
    return 0;
}
