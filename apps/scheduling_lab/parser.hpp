// The workload language: see README.md.
#pragma once

#include "workload.hpp"

// Why a workload was refused. The texts last as long as the line.
struct Complaint {
    std::string_view reason;
    std::string_view word;  // what it is about; may be empty
};

// Takes a workload line by line.
class Parser {
  public:
    explicit Parser(Workload& workload) : workload_(workload) { workload_.job_count = 0; }

    // Adds what `line` says. Returns what is wrong with it, if anything.
    std::optional<Complaint> add_line(std::string_view line);

    // To be asked after the last line.
    std::optional<Complaint> finish() const;

  private:
    std::optional<Complaint> add_job(std::string_view rest);
    std::optional<Complaint> set_name(Job& job, std::string_view name) const;
    std::optional<Complaint> set_key(Job& job, std::string_view word);
    std::optional<Complaint> check_job(Job& job, std::string_view word);

    Workload& workload_;
    unsigned keys_given_ = 0;  // of the line, a bit each
    std::int64_t steps_ = 0;
    baton::Duration time_{0};
};

// Reads the workload called `source` from a file, or from `text`. What is wrong is said on the error console, in one
// line with the place. Returns whether all is well.
bool read_workload_file(std::string_view source, Workload& workload);
bool read_workload_text(std::string_view source, std::string_view text, Workload& workload);
