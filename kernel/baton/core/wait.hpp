// The one wait mechanism: objects that can be waited for, and what a waiting task puts on its stack.
//
// A blocked call owns one Wait and one WaitNode for each object that it waits for (none for a sleep, one for lock(),
// many for a select). The first to be committed, by Kernel::wake() or by the deadline, takes all the others out.
#pragma once

#include <baton/core/status.hpp>
#include <baton/core/task_state.hpp>
#include <baton/core/timeout_queue.hpp>
#include <cstddef>

namespace baton {

class Task;
class WaitObject;
struct Wait;

// One task waiting for one object. Lives on the waiting task's stack.
struct WaitNode {
    WaitNode* next;
    WaitNode* prev;
    Wait* wait;
    WaitObject* object;
    void* item;  // where a hand-over puts or finds the item; queues only
    WaitReason reason;
};

// One blocked call. Lives on the waiting task's stack.
struct Wait {
    Task* task;
    WaitNode* nodes;
    std::uint8_t node_count;
    bool timed;
    Status status;
    WaitReason reason;
    TimeoutNode timeout;  // set only if timed

    static Wait& of(TimeoutNode& node) {
        return *reinterpret_cast<Wait*>(reinterpret_cast<std::byte*>(&node) - offsetof(Wait, timeout));
    }
};

// The tasks that wait for one object: highest level first, in arrival order within a level. A ring of nodes.
class WaitList {
  public:
    constexpr WaitList() = default;
    WaitList(const WaitList&) = delete;
    WaitList& operator=(const WaitList&) = delete;

    bool empty() const { return head_ == nullptr; }
    WaitNode* front() const { return head_; }

    // Inserts behind all nodes of the same or a higher level. O(1) if that is the end, else O(waiting tasks).
    void insert(WaitNode& node);

    // Takes out a node of this list. O(1).
    void remove(WaitNode& node) {
        if (node.next == &node) {
            head_ = nullptr;
            return;
        }
        node.prev->next = node.next;
        node.next->prev = node.prev;
        if (head_ == &node)
            head_ = node.next;
    }

  private:
    WaitNode* head_ = nullptr;
};

// Anything that a task can wait for. `name`, if given, must outlive the object; reports show it.
class WaitObject {
  public:
    constexpr explicit WaitObject(const char* name) : name_(name) {}
    WaitObject(const WaitObject&) = delete;
    WaitObject& operator=(const WaitObject&) = delete;

    // Destroying an object that tasks wait for is fatal.
    ~WaitObject();

    const char* name() const { return name_ ? name_ : "(unnamed)"; }
    // Whether a task waits for this object. Context: any.
    bool has_waiters() const { return !waiters_.empty(); }

  private:
    friend class Kernel;
    WaitList waiters_;
    const char* name_;
};

// What a lock adds: an owner, who inherits the level of the highest waiter.
class LockObject : public WaitObject {
  public:
    using WaitObject::WaitObject;

    // The task that holds the lock, or null. Context: any.
    Task* owner() const { return is_abandoned() ? nullptr : owner_; }

    // Destroying a lock that is held is fatal.
    ~LockObject();

  protected:
    // An owner that ended while it held the lock, until the next one takes over.
    static Task* abandoned() { return reinterpret_cast<Task*>(std::uintptr_t{1}); }
    bool is_abandoned() const { return owner_ == abandoned(); }

    Task* owner_ = nullptr;
    LockObject* next_held_ = nullptr;  // the owner's other locks

    friend class Kernel;
};

}  // namespace baton
