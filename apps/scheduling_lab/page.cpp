#include "page.hpp"

#include <algorithm>

#include "decimal.hpp"
#include "gantt.hpp"

namespace {

// Of a chart, in its own units.
constexpr int kPlotLeft = 130;
constexpr int kPlotWidth = 1000;
constexpr int kChartWidth = kPlotLeft + kPlotWidth + 40;
constexpr int kCpuTop = 10;
constexpr int kCpuHeight = 40;
constexpr int kRowsTop = kCpuTop + kCpuHeight + 16;
constexpr int kRowHeight = 28;
constexpr int kBarHeight = 20;
constexpr int kThinHeight = 8;
constexpr int kAxisHeight = 34;
constexpr int kMarksMax = 12;

// Okabe, Ito, "Color universal design", 2008: told apart by all kinds of colour vision. Each with the colour of text on
// it.
struct JobColour {
    std::string_view fill;
    std::string_view text;
};
constexpr JobColour kJobColours[] = {{"#0072B2", "#fff"}, {"#E69F00", "#000"}, {"#009E73", "#fff"},
                                     {"#CC79A7", "#000"}, {"#56B4E9", "#000"}, {"#D55E00", "#fff"},
                                     {"#F0E442", "#000"}, {"#555555", "#fff"}};

const JobColour& colour_of(std::size_t job) {
    return kJobColours[job % std::size(kJobColours)];
}

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { display: flex; flex-direction: column; gap: 1.6rem; max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem;
  background: #fff; color: #1a1a1a; font: 1.05rem/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
header { order: -2; }
#comparison { order: -1; }
h1 { margin: 0 0 .3rem; font-size: 1.9rem; }
h2 { margin: 0; font-size: 1.35rem; }
p { margin: .2rem 0 .6rem; color: #444; }
section { break-inside: avoid; }
svg { display: block; width: 100%; height: auto; }
svg text { font-family: inherit; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .9rem; text-align: right; border-bottom: 1px solid #d8d8d8; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 2px solid #1a1a1a; }
td.best { font-weight: 700; background: #e8f2f9; }
.key { display: flex; flex-wrap: wrap; gap: .4rem 1.8rem; align-items: center; }
.key svg { display: inline-block; width: 44px; height: 20px; margin-right: .5rem; vertical-align: middle; }
</style>
)";

constexpr std::string_view kDefinitions =
    R"html(<svg width="0" height="0" style="position:absolute"><defs><pattern id="io" width="6" height="6"
patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2.5" height="6" fill="#8a8a8a"/></pattern></defs></svg>
)html";

// The marks are explained only where there are deadlines.
constexpr std::string_view kKey =
    R"html(<div class="key"><span><svg viewBox="0 0 44 20"><rect width="44" height="20" rx="2" fill="#0072B2"/></svg>runs</span>
<span><svg viewBox="0 0 44 20"><rect y="6" width="44" height="8" fill="#c4c4c4"/></svg>is ready and waits</span>
<span><svg viewBox="0 0 44 20"><rect y="6" width="44" height="8" fill="url(#io)" stroke="#8a8a8a"/></svg>uses its device</span>
)html";
constexpr std::string_view kKeyOfMarks =
    R"html(<span><svg viewBox="0 0 44 20"><path d="M22 19V2M18 6l4-5 4 5" fill="none" stroke="#1a1a1a" stroke-width="1.6"/></svg>release</span>
<span><svg viewBox="0 0 44 20"><path d="M16 4l12 12M28 4L16 16" stroke="#D55E00" stroke-width="3.5"/></svg>done after its deadline</span>
)html";

// A horizontal place in a chart that ends at `end`.
Decimal x_of(baton::Duration time, baton::Duration end) {
    return {kPlotLeft * 10 + time.count() * (kPlotWidth * 10) / end.count(), 10, 1};
}

Decimal width_of(baton::Duration begin, baton::Duration finish, baton::Duration end) {
    constexpr int kTenths = kPlotWidth * 10;
    const std::int64_t from = begin.count() * kTenths / end.count();
    const std::int64_t to = finish.count() * kTenths / end.count();
    return {std::max<std::int64_t>(to - from, 2), 10, 1};
}

std::string_view to_text(Activity activity) {
    switch (activity) {
        case Activity::absent: return "is absent";
        case Activity::ready: return "waits";
        case Activity::running: return "runs";
        case Activity::io: return "uses its device";
    }
    return "";
}

int rows_bottom(const Workload& workload) {
    return kRowsTop + static_cast<int>(workload.job_count) * kRowHeight;
}

}  // namespace

bool Page::open(std::string_view file, std::string_view title, const Workload& workload) {
    workload_ = &workload;
    if (file_.open(file) != baton::Status::ok)
        return false;
    file_.print(kHead, "<title>Scheduling of ");
    write_escaped(title);
    file_.print("</title>\n</head>\n<body>\n<header>\n<h1>Scheduling of ");
    write_escaped(title);
    file_.print("</h1>\n", kDefinitions, kKey, workload.has_deadlines() ? kKeyOfMarks : "", "</div>\n</header>\n");
    return true;
}

// Text that may have come from the command line.
void Page::write_escaped(std::string_view text) {
    for (const char character : text) {
        switch (character) {
            case '&': file_.write("&amp;"); break;
            case '<': file_.write("&lt;"); break;
            case '>': file_.write("&gt;"); break;
            default: file_.write({&character, 1});
        }
    }
}

void Page::add_chart(const Experiment& experiment, const Summary& summary, const PolicySettings& settings) {
    const Recorder& recorder = experiment.recorder();
    const bool is_cut = recorder.complete_until() < summary.end;
    const baton::Duration end = is_cut ? recorder.complete_until() : summary.end;
    const int height = rows_bottom(*workload_) + kAxisHeight;

    file_.print("<section>\n<h2>", full_name(summary.policy), "</h2>\n<p>");
    write_settings(summary.policy, settings);
    file_.print("mean turnaround ", milliseconds(summary.total.turnaround, summary.total.releases).text(),
                " ms, mean response ", milliseconds(summary.total.response, summary.total.releases).text(), " ms, ",
                summary.switches, summary.switches == 1 ? " switch" : " switches");
    if (workload_->has_deadlines())
        file_.print(", ", summary.total.misses, " of ", summary.total.releases, " late");
    if (is_cut)
        file_.print(" (the chart shows the beginning)");
    file_.print("</p>\n<svg viewBox=\"0 0 ", kChartWidth, ' ', height, "\" role=\"img\" aria-label=\"Gantt chart, ",
                full_name(summary.policy), "\">\n");
    add_axis(end);
    add_cpu_row(recorder, end);
    for (std::size_t job = 0; job < workload_->job_count; ++job)
        add_job_row(recorder, job, end);
    file_.print("</svg>\n</section>\n");
}

void Page::write_settings(Policy policy, const PolicySettings& settings) {
    if (policy == Policy::rr || policy == Policy::mlfq)
        file_.print("Quantum ", short_milliseconds(settings.quantum).text(), " ms; ");
    if (policy == Policy::mlfq) {
        file_.print(settings.levels, " levels, allotment ", short_milliseconds(settings.allotment_or_quantum()).text(),
                    " ms");
        if (settings.boost.count() > 0)
            file_.print(", boost every ", short_milliseconds(settings.boost).text(), " ms");
        file_.print("; ");
    }
    if (settings.switch_cost.count() > 0)
        file_.print("a switch costs ", short_milliseconds(settings.switch_cost).text(), " ms; ");
}

void Page::add_axis(baton::Duration end) {
    const int bottom = rows_bottom(*workload_);
    const baton::Duration step = axis_step(end, kMarksMax);
    for (baton::Duration time{0}; time <= end; time += step) {
        const Decimal x = x_of(time, end);
        file_.print("<path d=\"M", x.text(), ' ', kCpuTop, 'V', bottom,
                    "\" stroke=\"#dcdcdc\"/><text text-anchor=\"middle\" font-size=\"14\" fill=\"#444\" x=\"", x.text(),
                    "\" y=\"", bottom + 20, "\">", short_milliseconds(time, step).text(),
                    time + step > end ? " ms" : "", "</text>\n");
    }
    file_.print("<path d=\"M", kPlotLeft, ' ', bottom, 'h', kPlotWidth, "\" stroke=\"#1a1a1a\"/>\n");
}

// Who has the CPU: the chart of the textbooks.
void Page::add_cpu_row(const Recorder& recorder, baton::Duration end) {
    write_name("CPU", kCpuTop + kCpuHeight / 2);
    file_.print("<rect x=\"", kPlotLeft, "\" y=\"", kCpuTop, "\" width=\"", kPlotWidth, "\" height=\"", kCpuHeight,
                "\" fill=\"#f4f4f4\"/>\n");
    for (const Segment& segment : recorder.segments()) {
        if (segment.activity != Activity::running || segment.begin >= end)
            continue;
        write_bar(segment, end, kCpuTop, kCpuHeight, colour_of(segment.job).fill);
        const Job& job = workload_->jobs()[segment.job];
        const auto room = (std::min(segment.end, end) - segment.begin).count() * kPlotWidth / end.count();
        if (static_cast<std::int64_t>(job.name().size()) * 9 + 4 <= room)
            file_.print(
                "<text pointer-events=\"none\" text-anchor=\"middle\" dominant-baseline=\"central\" "
                "font-size=\"15\" font-weight=\"600\" fill=\"",
                colour_of(segment.job).text, "\" x=\"",
                x_of((segment.begin + std::min(segment.end, end)) / 2, end).text(), "\" y=\"", kCpuTop + kCpuHeight / 2,
                "\">", job.name(), "</text>\n");
    }
}

void Page::add_job_row(const Recorder& recorder, std::size_t job, baton::Duration end) {
    const int middle = kRowsTop + static_cast<int>(job) * kRowHeight + kRowHeight / 2;
    write_name(workload_->jobs()[job].name(), middle);
    for (const Segment& segment : recorder.segments()) {
        if (segment.job != job || segment.begin >= end)
            continue;
        if (segment.activity == Activity::running)
            write_bar(segment, end, middle - kBarHeight / 2, kBarHeight, colour_of(job).fill);
        else
            write_bar(segment, end, middle - kThinHeight / 2, kThinHeight,
                      segment.activity == Activity::io ? "url(#io)" : "#c4c4c4");
    }
    add_marks(recorder, job, end, middle);
}

// Releases as arrows, and a cross where a release was done too late.
void Page::add_marks(const Recorder& recorder, std::size_t job, baton::Duration end, int middle) {
    const Job& script = workload_->jobs()[job];
    if (!script.has_deadline())
        return;
    baton::Duration release = script.arrival;
    for (int i = 0; i < script.releases() && release <= end; ++i, release += script.period)
        file_.print("<path d=\"M", x_of(release, end).text(), ' ', middle + kBarHeight / 2, 'v', -kBarHeight - 2,
                    "m-3.5 4.5l3.5-5 3.5 5\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"1.4\"><title>",
                    script.name(), " is released: ", milliseconds(release).text(), " ms</title></path>\n");
    for (const Late& late : recorder.late()) {
        if (late.job != job || late.instant > end)
            continue;
        file_.print("<path d=\"M", x_of(late.instant, end).text(), ' ', middle,
                    "m-6-6l12 12m0-12l-12 12\" stroke=\"#fff\" stroke-width=\"6\"/><path d=\"M",
                    x_of(late.instant, end).text(), ' ', middle,
                    "m-6-6l12 12m0-12l-12 12\" stroke=\"#D55E00\" stroke-width=\"3.5\"><title>", script.name(),
                    " is late: ", milliseconds(late.instant).text(), " ms</title></path>\n");
    }
}

void Page::write_name(std::string_view name, int middle) {
    file_.print("<text text-anchor=\"end\" dominant-baseline=\"central\" font-size=\"16\" x=\"", kPlotLeft - 10,
                "\" y=\"", middle, "\">", name, "</text>\n");
}

void Page::write_bar(const Segment& segment, baton::Duration end, int top, int height, std::string_view fill) {
    file_.print("<rect x=\"", x_of(segment.begin, end).text(), "\" y=\"", top, "\" width=\"",
                width_of(segment.begin, std::min(segment.end, end), end).text(), "\" height=\"", height, "\" fill=\"",
                fill, "\" stroke=\"#fff\" stroke-width=\".6\"><title>", workload_->jobs()[segment.job].name(), ' ',
                to_text(segment.activity), ": ", milliseconds(segment.begin).text(), " to ",
                milliseconds(segment.end).text(), " ms</title></rect>\n");
}

bool Page::close(std::span<const Summary> summaries) {
    file_.print(
        "<section id=\"comparison\">\n<table>\n<thead><tr><th>all times in ms</th><th>mean wait</th>"
        "<th>mean turnaround</th><th>mean response</th><th>longest wait</th><th>switches</th>");
    const bool has_deadlines = workload_->has_deadlines();
    file_.print(has_deadlines ? "<th>late</th>" : "", "</tr></thead>\n<tbody>\n");
    for (const Summary& summary : summaries) {
        const JobFigures& total = summary.total;
        file_.print("<tr><td>", full_name(summary.policy), "</td>");
        for (const auto member :
             {&JobFigures::wait, &JobFigures::turnaround, &JobFigures::response, &JobFigures::max_wait}) {
            const auto is_better = [&](const Summary& other) { return other.total.*member < total.*member; };
            const bool is_best = summaries.size() > 1 && std::ranges::none_of(summaries, is_better);
            file_.print(is_best ? "<td class=\"best\">" : "<td>",
                        milliseconds(total.*member, member == &JobFigures::max_wait ? 1 : total.releases).text(),
                        "</td>");
        }
        file_.print("<td>", summary.switches, "</td>");
        if (has_deadlines)
            file_.print("<td>", total.misses, " of ", total.releases, "</td>");
        file_.print("</tr>\n");
    }
    file_.print("</tbody>\n</table>\n</section>\n</body>\n</html>\n");
    return file_.close() == baton::Status::ok;
}
