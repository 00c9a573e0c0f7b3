// The charts and the comparison as a page for a browser: one file, without scripts, fonts or anything from elsewhere.
#pragma once

#include "report.hpp"

class Page {
  public:
    // Starts the page. Returns whether the file can be written.
    bool open(std::string_view file, std::string_view title, const Workload& workload);

    // Adds the chart of a policy.
    void add_chart(const Experiment& experiment, const Summary& summary, const PolicySettings& settings);

    // Adds the comparison, which is shown before the charts, and ends the page. Returns whether all of it was written.
    bool close(std::span<const Summary> summaries);

  private:
    void write_settings(Policy policy, const PolicySettings& settings);
    void add_axis(baton::Duration end);
    void add_cpu_row(const Recorder& recorder, baton::Duration end);
    void add_job_row(const Recorder& recorder, std::size_t job, baton::Duration end);
    void add_marks(const Recorder& recorder, std::size_t job, baton::Duration end, int middle);
    void write_name(std::string_view name, int middle);
    void write_bar(const Segment& segment, baton::Duration end, int top, int height, std::string_view fill);
    void write_escaped(std::string_view text);

    baton::FileWriter file_;
    const Workload* workload_ = nullptr;
};
