// A trace as text, one event a line: what tests compare and people grep.
#pragma once

#include <baton/core/trace.hpp>
#include <cstdio>
#include <string>

namespace baton::sim {

// Writes `TIME_NS EVENT TASK#ID [state and reason]` to a file.
class TextTrace : public TraceSink {
  public:
    // Opens `path` for writing; is_open() says whether that worked.
    explicit TextTrace(const std::string& path) : file_(std::fopen(path.c_str(), "w")) {
        if (file_)
            (void)std::setvbuf(file_, buffer_, _IOFBF, sizeof(buffer_));
    }
    ~TextTrace() { (void)close(); }
    TextTrace(const TextTrace&) = delete;
    TextTrace& operator=(const TextTrace&) = delete;

    bool is_open() const { return file_ != nullptr; }
    // Returns whether everything was written.
    bool close();

    void on_event(const TraceEvent& event) override;

  private:
    std::FILE* file_;
    char buffer_[64 * 1024];  // the C library would allocate one at the first event, with the kernel entered
};

}  // namespace baton::sim
