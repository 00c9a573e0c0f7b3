// The outcomes that a caller must expect, and Result, a value or such an outcome.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace baton {

// How a call ended.
enum class [[nodiscard]] Status : std::uint8_t{
    ok,
    timeout,      // the time given ran out
    would_block,  // a try_ form could not be done at once
    closed,       // the other side is gone, or the queue was closed and is drained
    deadlock,     // waiting would never end: a cycle of waits, or a task that joins itself
    owner_dead,   // done, but the lock's former owner ended while it held it: what it protects may be inconsistent
    cancelled,    // the waiting task was cancelled
    not_owner,    // only the owner may do this
    overflow,     // a bound would be exceeded
    invalid,      // an argument or the object's state does not allow it
    no_memory,    // the named memory resource is used up
    broken,       // a party of the barrier gave up, so that it will never be complete
};

// The enumerator's name. Context: any.
constexpr std::string_view to_string(Status status) {
    switch (status) {
        case Status::ok: return "ok";
        case Status::timeout: return "timeout";
        case Status::would_block: return "would_block";
        case Status::closed: return "closed";
        case Status::deadlock: return "deadlock";
        case Status::owner_dead: return "owner_dead";
        case Status::cancelled: return "cancelled";
        case Status::not_owner: return "not_owner";
        case Status::overflow: return "overflow";
        case Status::invalid: return "invalid";
        case Status::no_memory: return "no_memory";
        case Status::broken: return "broken";
    }
    return "?";
}

// A value, or the reason why there is none. std::expected's interface.
template <class T>
using Result = tl::expected<T, Status>;

// The reason as a Result: `return Unexpected(Status::closed);`.
using Unexpected = tl::unexpected<Status>;

}  // namespace baton
