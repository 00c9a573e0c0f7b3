#include <baton/sync/recursive_mutex.hpp>

namespace baton {

bool RecursiveMutex::lock_within(Timeout timeout) {
    return expect(defer_cancellation([this, limit = timeout.absolute()] { return acquire(limit); }));
}

bool RecursiveMutex::expect(Status status) const {
    switch (status) {
        case Status::ok: return true;
        case Status::would_block:
        case Status::timeout: return false;
        case Status::not_owner: panic(Fatal::not_owner, name());
        case Status::owner_dead: panic(Fatal::lock_owner_dead, name());
        case Status::overflow: panic(Fatal::invalid_argument, "RecursiveMutex: taken too often");
        case Status::deadlock: explain_deadlock(); panic(Fatal::lock_deadlock, name());
        case Status::closed:
        case Status::cancelled:
        case Status::invalid:
        case Status::broken:
        case Status::no_memory: panic(Fatal::lock_deadlock, name());
    }
    __builtin_unreachable();
}

}  // namespace baton
