// The policies of the laboratory: dispatch tables made from the options.
#pragma once

#include <array>
#include <baton/baton.hpp>
#include <span>
#include <string_view>

enum class Policy { fcfs, sjf, rr, mlfq, priority, edf };

inline constexpr Policy kAllPolicies[] = {Policy::fcfs, Policy::sjf,      Policy::rr,
                                          Policy::mlfq, Policy::priority, Policy::edf};

std::string_view short_name(Policy policy);
std::string_view full_name(Policy policy);

struct PolicySettings {
    baton::Duration quantum = std::chrono::milliseconds(10);
    int levels = 3;
    baton::Duration allotment{0};  // 0: one quantum
    baton::Duration boost = std::chrono::milliseconds(100);
    baton::Duration switch_cost{0};

    baton::Duration allotment_or_quantum() const { return allotment.count() > 0 ? allotment : quantum; }
};

// A dispatch table and its rows.
class PolicyTable {
  public:
    PolicyTable(Policy policy, const PolicySettings& settings);
    PolicyTable(const PolicyTable&) = delete;
    PolicyTable& operator=(const PolicyTable&) = delete;

    const baton::DispatchTable& table() const { return table_; }

  private:
    void fill_feedback_queue(const PolicySettings& settings);

    std::array<baton::LevelRow, baton::kFixedPriority.rows.size()> rows_{};
    baton::DispatchTable table_{};
};
