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
        if (const Wait* const wait = event.task->waiting(); wait && event.kind == TraceKind::block) {
            if (wait->node_count == 0)
                fmt::print(file_, " {}", to_string(WaitReason::sleep));
            for (std::size_t i = 0; i < wait->node_count; ++i)
                fmt::print(file_, " {} {}", to_string(wait->nodes[i].reason), wait->nodes[i].object->name());
            if (wait->timed)
                fmt::print(file_, " until {}", static_cast<const TimedWait*>(wait)->deadline);
        }
    }
    std::fputc('\n', file_);
}

}  // namespace baton::sim
