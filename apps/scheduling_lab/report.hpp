// Tables and last lines on the console.
#pragma once

#include "experiment.hpp"

// A line with the policy's numbers, such as "Round robin (rr), quantum 10 ms".
void print_heading(Policy policy, const PolicySettings& settings);

// A line for each job, and the means.
void print_table(const Workload& workload, const Outcome& outcome);

// What the comparison keeps of an outcome.
struct Summary {
    Policy policy;
    int jobs = 0;
    JobFigures total;
    std::uint32_t switches = 0;
    baton::Duration busy{0};
    baton::Duration end{0};

    Summary() = default;
    Summary(Policy which, const Outcome& outcome);
};

void print_comparison(std::span<const Summary> summaries, bool has_deadlines);

void print_last_line(const Summary& summary);
