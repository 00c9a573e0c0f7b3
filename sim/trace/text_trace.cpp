#include "sim/trace/text_trace.hpp"

#include <fmt/format.h>

#include <baton/core/task.hpp>
#include <iterator>
#include <utility>

namespace baton::sim {

bool TextTrace::close() {
    if (!file_)
        return true;
    const bool intact = std::ferror(file_) == 0;
    return std::fclose(std::exchange(file_, nullptr)) == 0 && intact;
}

// (fmt::print() would throw when the disk is full; close() is where that is reported.)
void TextTrace::on_event(const TraceEvent& event) {
    if (!file_)
        return;
    fmt::memory_buffer line;
    const auto out = std::back_inserter(line);
    fmt::format_to(out, "{} {}", hal::clock_now(), to_string(event.kind));
    if (event.task) {
        fmt::format_to(out, " {}#{}", event.task->name(), event.task->id());
        if (event.kind == TraceKind::level || event.kind == TraceKind::start)
            fmt::format_to(out, " level {}", event.task->level());
        if (event.kind == TraceKind::block) {
            if (event.task->waits_for().empty())
                fmt::format_to(out, " sleep");
            for (const WaitNode& node : event.task->waits_for())
                fmt::format_to(out, " {} {}", to_string(node.reason), node.object->name());
            if (event.task->wait_deadline() != hal::kNoAlarm)
                fmt::format_to(out, " until {}", event.task->wait_deadline());
        }
    }
    line.push_back('\n');
    std::fwrite(line.data(), 1, line.size(), file_);
}

}  // namespace baton::sim
