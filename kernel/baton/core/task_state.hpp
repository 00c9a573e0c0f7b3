// The states of a task and the transitions between them.
//
//              start (1)            dispatch (2)
//   created ------------> ready <==================> running
//                           ^     yield, preempt (3)    |
//                           |                           |---- block (4) ---> blocked
//                           |                           |                       |
//                           '------- wake (5) ----------|-----------------------'
//                                                       '---- finish (6) ---> finished
//
//   1 Kernel::start     4 Kernel::suspend; Kernel::park for a ready task that is suspended
//   2 Kernel::dispatch  5 Kernel::make_ready
//   3 Kernel::dispatch  6 Kernel::end, also from ready and blocked: terminate(); Kernel::stop_remaining
//
// "Running" is not stored: it is the ready task that the kernel's current() names, so (2) and (3) write nothing.
#pragma once

#include <cstdint>
#include <string_view>

namespace baton {

// Where a task is in its life.
enum class TaskState : std::uint8_t { created, ready, running, blocked, finished };

// The enumerator's name. Context: any.
constexpr std::string_view to_string(TaskState state) {
    switch (state) {
        case TaskState::created: return "created";
        case TaskState::ready: return "ready";
        case TaskState::running: return "running";
        case TaskState::blocked: return "blocked";
        case TaskState::finished: return "finished";
    }
    return "?";
}

// Whether the stored state may change so.
constexpr bool is_transition(TaskState from, TaskState to) {
    switch (from) {
        case TaskState::created: return to == TaskState::ready;
        case TaskState::ready: return to == TaskState::blocked || to == TaskState::finished;
        case TaskState::blocked: return to == TaskState::ready || to == TaskState::finished;
        case TaskState::running:  // never stored
        case TaskState::finished: return false;
    }
    return false;
}

// What a blocked task waits for.
enum class WaitReason : std::uint8_t {
    join,
    lock,
    read_lock,
    write_lock,
    semaphore,
    event,
    event_flags,
    condition,
    barrier,
    latch,
    once,
    queue_item,
    queue_room,
    queue_join,
    message,
    message_room,
    readable,
    writable,
    timer,
    future,
};

// Whether the object that is waited for is a LockObject, whose owner inherits the waiter's level.
constexpr bool is_for_lock(WaitReason reason) {
    return reason == WaitReason::lock || reason == WaitReason::read_lock || reason == WaitReason::write_lock ||
           reason == WaitReason::once;
}
// Whether it is a SharedLockObject.
constexpr bool is_for_shared_lock(WaitReason reason) {
    return reason == WaitReason::read_lock || reason == WaitReason::write_lock;
}

// What reports call it. Context: any.
constexpr std::string_view to_string(WaitReason reason) {
    switch (reason) {
        case WaitReason::join: return "end of task";
        case WaitReason::lock: return "mutex";
        case WaitReason::read_lock: return "reading under lock";
        case WaitReason::write_lock: return "writing under lock";
        case WaitReason::semaphore: return "semaphore";
        case WaitReason::event: return "event";
        case WaitReason::event_flags: return "event flags";
        case WaitReason::condition: return "condition";
        case WaitReason::barrier: return "barrier";
        case WaitReason::latch: return "latch";
        case WaitReason::once: return "end of the first call of once";
        case WaitReason::queue_item: return "item from queue";
        case WaitReason::queue_room: return "room in queue";
        case WaitReason::queue_join: return "last task_done of queue";
        case WaitReason::message: return "message from pipe";
        case WaitReason::message_room: return "room in pipe";
        case WaitReason::readable: return "bytes from stream";
        case WaitReason::writable: return "room in stream";
        case WaitReason::timer: return "expiry of timer";
        case WaitReason::future: return "future";
    }
    return "?";
}

}  // namespace baton
