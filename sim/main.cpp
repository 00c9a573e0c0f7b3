// The simulator's command line: every application is one executable with these options and its own.
#include <CLI/CLI.hpp>
#include <baton/app/launch.hpp>
#include <baton/io/print.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fault_report.hpp"
#include "sim/machine.hpp"
#include "sim/trace/text_trace.hpp"

namespace {

constexpr int kBadUsage = 2;

constexpr const char* kHelp =
    "Options of the run, on every machine:\n"
    "  --policy NAME              scheduling policy: mlfq, rr, priority, fcfs, sjf or edf (mlfq)\n"
    "  --seed N                   seed of everything random (1)\n"
    "  --color auto|always|never  colours on the console (auto)\n"
    "Options of the simulator:\n"
    "  --realtime                 pace virtual time by this host's clock\n"
    "  --until TIME               stop after so much virtual time, with status 0\n"
    "  --block-cost TIME          what a basic block of the application takes; 0ns: computing takes no time (10ns, "
    "but\n"
    "                             no time for the first million at one instant)\n"
    "  --trace FILE.txt           write what the kernel did, one event a line\n"
    "  --storage DIR              folder of the application's records (next to the program)\n"
    "Options of the application:\n";

struct SimulatorOptions {
    bool help = false;
    bool realtime = false;
    std::string until;
    std::string block_cost;
    std::string trace;
    std::string storage;
    std::vector<std::string> rest;
};

int refuse(const std::string& message) {
    baton::print_error("baton: ", std::string_view(message));
    return kBadUsage;
}

// Where records go by default: they belong to the program, not to the folder where it happens to be called.
std::string default_storage() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return (error ? std::filesystem::path(".") : program.parent_path()) / "storage";
}

// Reads the simulator's own options; the others stay in `rest`, in their order.
std::optional<int> parse(int argc, char** argv, SimulatorOptions& options) {
    CLI::App parser;
    parser.set_help_flag();
    parser.allow_extras();
    parser.add_flag("-h,--help", options.help);
    parser.add_flag("--realtime", options.realtime);
    parser.add_option("--until", options.until);
    parser.add_option("--block-cost", options.block_cost);
    parser.add_option("--trace", options.trace);
    parser.add_option("--storage", options.storage);
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return refuse(error.what());
    }
    options.rest = parser.remaining();
    if (options.help)
        options.rest.emplace_back("--help");
    if (options.storage.empty())
        options.storage = default_storage();
    return std::nullopt;
}

std::optional<int> apply(const SimulatorOptions& options) {
    auto& machine = baton::sim::Machine::the();
    machine.set_storage(options.storage);
    if (options.realtime)
        machine.set_realtime();
    if (!options.until.empty()) {
        const auto until = baton::parse_duration(options.until);
        if (!until)
            return refuse("option '--until' takes a time such as 500ms or 2h, not '" + options.until + "'");
        machine.set_end(until->count());
    }
    machine.set_block_cost(baton::sim::Machine::kBlockCost, baton::sim::Machine::kFreeBlocks);
    if (!options.block_cost.empty()) {
        const auto cost = baton::parse_duration(options.block_cost);
        if (!cost || *cost > std::chrono::seconds(1))
            return refuse("option '--block-cost' takes a time of at most 1s, such as 10ns, not '" + options.block_cost +
                          "'");
        machine.set_block_cost(cost->count());
    }
    return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
    SimulatorOptions options;
    if (const auto status = parse(argc, argv, options))
        return *status;
    const std::vector<std::string_view> words(options.rest.begin(), options.rest.end());
    baton::LaunchOptions launch_options;
    if (const auto status = launch_options.parse(words))
        return *status;
    if (const auto status = apply(options))
        return *status;
    if (options.help)
        baton::print(kHelp);

    std::unique_ptr<baton::sim::TextTrace> trace;
    if (!options.trace.empty()) {
        if (!options.trace.ends_with(".txt"))
            return refuse("option '--trace' takes a file name that ends in .txt, not '" + options.trace + "'");
        trace = std::make_unique<baton::sim::TextTrace>(options.trace);
        if (!trace->is_open())
            return refuse("cannot write the trace '" + options.trace + "'");
    }
    baton::sim::report_faults();
    const int status = baton::launch(launch_options, trace.get());
    if (trace && !trace->close())
        return refuse("the trace '" + options.trace + "' could not be written completely");
    return status;
}
