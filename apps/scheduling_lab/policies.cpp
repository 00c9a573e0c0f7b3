#include "policies.hpp"

std::string_view short_name(Policy policy) {
    switch (policy) {
        case Policy::fcfs: return "fcfs";
        case Policy::sjf: return "sjf";
        case Policy::rr: return "rr";
        case Policy::mlfq: return "mlfq";
        case Policy::priority: return "priority";
        case Policy::edf: return "edf";
    }
    return "?";
}

std::string_view full_name(Policy policy) {
    switch (policy) {
        case Policy::fcfs: return "First come, first served";
        case Policy::sjf: return "Shortest job first";
        case Policy::rr: return "Round robin";
        case Policy::mlfq: return "Multi-level feedback queue";
        case Policy::priority: return "Fixed priority";
        case Policy::edf: return "Earliest deadline first";
    }
    return "?";
}

PolicyTable::PolicyTable(Policy policy, const PolicySettings& settings) {
    switch (policy) {
        case Policy::fcfs: table_ = baton::kFcfs; return;
        case Policy::sjf: table_ = baton::kSjf; return;
        case Policy::priority: table_ = baton::kFixedPriority; return;
        case Policy::edf: table_ = baton::kEdf; return;
        case Policy::rr:
            rows_[0].quantum = settings.quantum;
            table_ = {.name = short_name(policy), .rows = std::span(rows_).first(1)};
            return;
        case Policy::mlfq: fill_feedback_queue(settings); return;
    }
}

// The lowest level has no allotment: there is nowhere to sink to.
void PolicyTable::fill_feedback_queue(const PolicySettings& settings) {
    const auto lowest = static_cast<baton::Level>(settings.levels - 1);
    for (baton::Level level = 0; level <= lowest; ++level) {
        baton::LevelRow& row = rows_[level];
        row.quantum = settings.quantum;
        row.allotment = level < lowest ? settings.allotment_or_quantum() : baton::Duration(0);
        row.on_expiry = level < lowest ? static_cast<baton::Level>(level + 1) : lowest;
        row.on_wake = level;
    }
    table_ = {.name = short_name(Policy::mlfq),
              .rows = std::span(rows_).first(static_cast<std::size_t>(settings.levels)),
              .boost_period = settings.boost};
}
