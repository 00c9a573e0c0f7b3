// One workload under one scheduling policy or all of them: tables, charts, figures.
#include <baton/baton.hpp>
#include <optional>
#include <string_view>

#include "builtin.hpp"
#include "experiment.hpp"
#include "gantt.hpp"
#include "page.hpp"
#include "parser.hpp"
#include "report.hpp"

using namespace std::chrono_literals;

// Here the policy is that of the workload's kernel, not of the one that this program runs in.
const bool baton::app_takes_policy = true;

namespace {

constexpr std::string_view kPolicyNames[] = {"fcfs", "sjf", "rr", "mlfq", "priority", "edf", "all"};
constexpr std::size_t kDefaultPolicy = 3;
constexpr std::size_t kAll = 6;

struct Settings {
    std::string_view workload;
    std::string_view builtin;
    std::string_view html;
    bool list = false;
    bool quiet = false;
    std::size_t policy = kDefaultPolicy;
    PolicySettings numbers;

    std::span<const Policy> policies() const {
        return policy == kAll ? std::span(kAllPolicies) : std::span(kAllPolicies).subspan(policy, 1);
    }
};

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    constexpr int kLevelsMax = static_cast<int>(baton::kFixedPriority.rows.size());
    PolicySettings& numbers = settings.numbers;
    baton::Options options("scheduling_lab", "one workload under any scheduling policy");
    options.text("--workload", settings.workload, "file with a job a line");
    options.text("--builtin", settings.builtin, "a workload that --list shows");
    options.flag("--list", settings.list, "show the workloads that come with the laboratory");
    options.choice("--policy", settings.policy, kPolicyNames, "who runs next");
    options.duration("--quantum", numbers.quantum, 1us, 1h, "of rr and mlfq, 1us to 1h");
    options.integer("--levels", numbers.levels, 1, kLevelsMax, "of mlfq, 1 to 32");
    options.duration("--allotment", numbers.allotment, 0ns, 24h, "CPU time at a level of mlfq; 0ms: one quantum");
    options.duration("--boost", numbers.boost, 0ns, 24h, "period of mlfq's boost; 0ms: never");
    options.duration("--switch-cost", numbers.switch_cost, 0ns, 1s, "of a switch from one job to another");
    options.text("--html", settings.html, "file to write the charts to");
    options.flag("--quiet", settings.quiet, "last lines only");
    return options.parse(arguments);
}

void list_builtins() {
    for (const Builtin& builtin : builtins()) {
        baton::println("# --builtin ", builtin.name, ": ", builtin.summary);
        baton::println(builtin.text);
    }
}

int refuse(std::string_view what, std::string_view word, std::string_view why) {
    baton::print_error("scheduling_lab: ", what, " '", word, "' ", why);
    return 2;
}

// The name under which the workload is shown.
std::string_view title_of(const Settings& settings) {
    if (!settings.workload.empty())
        return settings.workload;
    return settings.builtin.empty() ? builtins()[0].name : settings.builtin;
}

std::optional<int> read_workload(const Settings& settings, Workload& workload) {
    if (!settings.workload.empty() && !settings.builtin.empty())
        return refuse("option '--workload' and", "--builtin", "do not go together");
    if (!settings.workload.empty())
        return read_workload_file(settings.workload, workload) ? std::nullopt : std::optional(2);
    for (const Builtin& builtin : builtins())
        if (builtin.name == title_of(settings))
            return read_workload_text(builtin.name, builtin.text, workload) ? std::nullopt : std::optional(2);
    return refuse("no built-in workload", settings.builtin, "(--list shows them)");
}

void report(Policy policy, const Settings& settings, const Workload& workload, const Experiment& experiment) {
    if (settings.quiet)
        return;
    print_heading(policy, settings.numbers);
    print_table(workload, experiment.outcome());
    baton::println();
    print_gantt(workload, experiment.recorder(), experiment.outcome().end);
    baton::println();
}

int run(const Settings& settings, const Workload& workload) {
    static Page page;
    static std::array<Summary, std::size(kAllPolicies)> summaries;
    static Experiment experiment(workload, settings.numbers);
    const bool has_page = !settings.html.empty();
    if (has_page && !page.open(settings.html, title_of(settings), workload))
        return refuse("the file", settings.html, "cannot be written");

    std::size_t count = 0;
    for (const Policy policy : settings.policies()) {
        experiment.run(policy);
        const Summary& summary = summaries[count++] = Summary(policy, experiment.outcome());
        report(policy, settings, workload, experiment);
        if (has_page)
            page.add_chart(experiment, summary, settings.numbers);
    }
    const auto done = std::span(summaries).first(count);
    if (count > 1 && !settings.quiet) {
        print_comparison(done, workload.has_deadlines());
        baton::println();
    }
    const bool is_page_complete = !has_page || page.close(done);
    for (const Summary& summary : done)
        print_last_line(summary);
    if (!is_page_complete)
        baton::print_error("scheduling_lab: the file '", settings.html, "' could not be written completely");
    return is_page_complete ? 0 : 1;
}

}  // namespace

int app_main(baton::Arguments arguments) {
    static Settings settings;
    static Workload workload;
    if (const auto status = parse(arguments, settings))
        return *status;
    if (settings.list) {
        list_builtins();
        return 0;
    }
    if (const auto status = read_workload(settings, workload))
        return *status;
    return run(settings, workload);
}
