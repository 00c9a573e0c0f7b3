#include "sim/trace/text_trace.hpp"

#include <fmt/format.h>

#include <baton/core/task.hpp>
#include <utility>

namespace baton::sim {

bool TextTrace::close() {
    if (!file_)
        return true;
    const bool intact = std::ferror(file_) == 0;
    return std::fclose(std::exchange(file_, nullptr)) == 0 && intact;
}

void TextTrace::on_event(const TraceEvent& event) {
    if (!file_)
        return;
    fmt::print(file_, "{} {}", hal::clock_now(), to_string(event.kind));
    if (event.task) {
        fmt::print(file_, " {}#{}", event.task->name(), event.task->id());
        if (event.kind == TraceKind::level || event.kind == TraceKind::start)
            fmt::print(file_, " level {}", event.task->level());
        if (event.kind == TraceKind::block) {
            if (event.task->waits_for().empty())
                fmt::print(file_, " sleep");
            for (const WaitNode& node : event.task->waits_for())
                fmt::print(file_, " {} {}", to_string(node.reason), node.object->name());
            if (event.task->wait_deadline() != hal::kNoAlarm)
                fmt::print(file_, " until {}", event.task->wait_deadline());
        }
    }
    std::fputc('\n', file_);
}

}  // namespace baton::sim
