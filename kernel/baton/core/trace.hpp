// What the kernel tells a trace sink.
#pragma once

#include <baton/core/task_state.hpp>
#include <cstdint>
#include <string_view>

namespace baton {

class Task;

// What happened.
enum class TraceKind : std::uint8_t {
    start,     // a task became ready for the first time
    dispatch,  // a task got the CPU
    block,     // the running task waits; `reason` and `object` say for what
    wake,      // a task became ready again; `status` in the log says how
    level,     // a task's level changed
    finish,    // a task ended
    idle,      // no task is ready
};

// The enumerator's name. Context: any.
constexpr std::string_view to_string(TraceKind kind) {
    switch (kind) {
        case TraceKind::start: return "start";
        case TraceKind::dispatch: return "dispatch";
        case TraceKind::block: return "block";
        case TraceKind::wake: return "wake";
        case TraceKind::level: return "level";
        case TraceKind::finish: return "finish";
        case TraceKind::idle: return "idle";
    }
    return "?";
}

// One event.
struct TraceEvent {
    TraceKind kind;    // what happened
    const Task* task;  // to whom; null for idle
};

// Receives every event, with the kernel entered: it must not call the kernel and must not block.
class TraceSink {
  public:
    // Called for each event, in their order.
    virtual void on_event(const TraceEvent& event) = 0;

  protected:
    ~TraceSink() = default;
};

}  // namespace baton
