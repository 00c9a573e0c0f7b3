#include "report.hpp"

#include "decimal.hpp"

namespace {

constexpr std::size_t kNameWidth = kNameMax + 1;
constexpr std::size_t kNumberWidth = 13;

void print_left(std::string_view text, std::size_t width) {
    baton::print(text);
    for (std::size_t i = text.size(); i < width; ++i)
        baton::print(' ');
}

void print_right(std::string_view text, std::size_t width = kNumberWidth) {
    for (std::size_t i = text.size(); i < width; ++i)
        baton::print(' ');
    baton::print(text);
}

void print_number(std::int64_t number, std::size_t width) {
    print_right(Decimal(number, 1, 0).text(), width);
}

// Percent of `whole`, with one decimal; as both are at most a day, in microseconds.
Decimal percentage(baton::Duration part, baton::Duration whole) {
    return {part.count() / 1000 * 100, whole.count() < 1000 ? 1 : whole.count() / 1000, 1};
}

void print_means(const JobFigures& figures) {
    for (const baton::Duration sum : {figures.wait, figures.turnaround, figures.response})
        print_right(milliseconds(sum, figures.releases).text());
    print_right(milliseconds(figures.max_wait).text());
}

void print_deadlines(const JobFigures& figures, bool has_deadlines) {
    if (has_deadlines) {
        print_number(figures.releases, 10);
        print_number(figures.misses, 8);
    }
}

void print_header(std::string_view first, std::size_t width, bool has_deadlines, bool compares) {
    print_left(first, width);
    if (!compares)
        for (const std::string_view title : {"arrival", "cpu", "io"})
            print_right(title);
    for (const std::string_view title : {"wait", "turnaround", "response", "max wait"})
        print_right(title);
    if (!compares)
        print_right("completion");
    if (has_deadlines) {
        print_right("releases", 10);
        print_right("misses", 8);
    }
    if (compares) {
        print_right("switches", 10);
        print_right("cpu busy", 10);
    }
    baton::println();
}

}  // namespace

void print_heading(Policy policy, const PolicySettings& settings) {
    baton::print(full_name(policy), " (", short_name(policy), ")");
    if (policy == Policy::rr || policy == Policy::mlfq)
        baton::print(", quantum ", short_milliseconds(settings.quantum).text(), " ms");
    if (policy == Policy::mlfq) {
        baton::print(", ", settings.levels, " levels, allotment ",
                     short_milliseconds(settings.allotment_or_quantum()).text(), " ms");
        if (settings.boost.count() > 0)
            baton::print(", boost every ", short_milliseconds(settings.boost).text(), " ms");
        else
            baton::print(", no boost");
    }
    if (settings.switch_cost.count() > 0)
        baton::print(", a switch costs ", short_milliseconds(settings.switch_cost).text(), " ms");
    baton::println();
}

void print_table(const Workload& workload, const Outcome& outcome) {
    const bool has_deadlines = workload.has_deadlines();
    print_header("job", kNameWidth, has_deadlines, false);
    for (std::size_t i = 0; i < workload.job_count; ++i) {
        const Job& job = workload.jobs()[i];
        const JobFigures& figures = outcome.jobs()[i];
        print_left(job.name(), kNameWidth);
        for (const baton::Duration time : {job.arrival, job.cpu(), job.io()})
            print_right(milliseconds(time).text());
        print_means(figures);
        print_right(milliseconds(figures.completion).text());
        print_deadlines(figures, has_deadlines);
        baton::println();
    }
    const JobFigures total = outcome.total();
    print_left("mean", kNameWidth + 3 * kNumberWidth);
    print_means(total);
    if (has_deadlines)
        print_right("");
    print_deadlines(total, has_deadlines);
    baton::println();
    baton::println("switches between jobs: ", outcome.switches, ", CPU busy ",
                   percentage(outcome.busy, outcome.end).text(), " % of ", outcome.end);
}

Summary::Summary(Policy which, const Outcome& outcome)
    : policy(which),
      jobs(static_cast<int>(outcome.job_count)),
      total(outcome.total()),
      switches(outcome.switches),
      busy(outcome.busy),
      end(outcome.end) {}

void print_comparison(std::span<const Summary> summaries, bool has_deadlines) {
    constexpr std::size_t kPolicyWidth = 9;
    print_header("policy", kPolicyWidth, has_deadlines, true);
    for (const Summary& summary : summaries) {
        print_left(short_name(summary.policy), kPolicyWidth);
        print_means(summary.total);
        print_deadlines(summary.total, has_deadlines);
        print_number(summary.switches, 10);
        print_right(percentage(summary.busy, summary.end).text(), 8);
        baton::println(" %");
    }
}

void print_last_line(const Summary& summary) {
    const JobFigures& total = summary.total;
    baton::println("scheduling_lab: policy=", short_name(summary.policy), " jobs=", summary.jobs,
                   " mean_wait=", milliseconds(total.wait, total.releases).text(),
                   " mean_turnaround=", milliseconds(total.turnaround, total.releases).text(),
                   " mean_response=", milliseconds(total.response, total.releases).text(),
                   " max_wait=", milliseconds(total.max_wait).text(), " switches=", summary.switches);
}
