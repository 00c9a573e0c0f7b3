// The one wait mechanism: objects that can be waited for, and what a waiting task puts on its stack.
//
// A blocked call owns one WaitNode for each object that it waits for (none for a sleep, one for lock(), many for a
// select), and a Wait if that is not all. The first to be committed, by a wake-up or by the deadline, takes all the
// others out.
#pragma once

#include <baton/core/leftist_heap.hpp>
#include <baton/core/status.hpp>
#include <baton/core/task_state.hpp>
#include <cstdint>
#include <span>

#include "hal/clock.hpp"

namespace baton {

class Task;
class WaitObject;

// One task waiting for one object. Lives on the waiting task's stack.
struct WaitNode {
    WaitNode() = default;
    // `place`: see `item`. The node is in no list yet.
    WaitNode(Task& waiting, WaitObject& wanted, WaitReason why, void* place = nullptr)
        : task(&waiting), object(&wanted), item(place), reason(why) {}

    WaitNode* next;      // null at the back of the list
    WaitNode* prev;      // the front's is the back
    Task* task;          // who waits
    WaitObject* object;  // for what
    void* item;          // where a hand-over puts or finds the item; queues only
    WaitReason reason;   // to do what with it
};

// A blocked call that is more than a wait for one object: it has a deadline, or any number of nodes. (A wait for one
// object, the usual case, is its node alone.) Lives on the waiting task's stack.
struct Wait : HeapNode {
    // A deadline of hal::kNoAlarm never comes.
    Wait(Task& waiting, std::span<WaitNode> all, std::int64_t instant) : task(&waiting), nodes(all) { key = instant; }

    // The instant at which it ends at the latest, on hal::clock_now()'s scale.
    std::int64_t deadline() const { return key; }
    // Whether there is one.
    bool is_timed() const { return key != hal::kNoAlarm; }

    Task* task;                           // who waits
    std::span<WaitNode> nodes;            // for what; none for a sleep
    const WaitNode* committed = nullptr;  // the one by which the wait ended; null if it ended otherwise
};

// The tasks that wait for one object: highest level first, in arrival order within a level.
class WaitList {
  public:
    constexpr WaitList() = default;
    WaitList(const WaitList&) = delete;
    WaitList& operator=(const WaitList&) = delete;

    // Whether nobody waits.
    bool empty() const { return front_ == nullptr; }
    // Who is to be served first, or null.
    WaitNode* front() const { return front_; }

    // Inserts behind all nodes of the same or a higher level. O(1) if that is the back, else O(waiting tasks).
    void insert(WaitNode& node) {
        if (front_) {
            insert_behind(node);
            return;
        }
        node.next = nullptr;
        node.prev = &node;
        front_ = &node;
    }

    // Takes out the front node. There is one. O(1).
    void remove_front() {
        WaitNode* const next = front_->next;
        if (next)
            next->prev = front_->prev;
        front_ = next;
    }

    // Takes out a node of this list. O(1).
    void remove(WaitNode& node) {
        if (front_ == &node) {
            remove_front();
            return;
        }
        node.prev->next = node.next;
        (node.next ? node.next : front_)->prev = node.prev;
    }

  private:
    void insert_behind(WaitNode& node);

    WaitNode* front_ = nullptr;
};

// Anything that a task can wait for. `name`, if given, must outlive the object; reports show it.
class WaitObject {
  public:
    // An object that nobody waits for.
    constexpr explicit WaitObject(const char* name) : name_(name) {}
    WaitObject(const WaitObject&) = delete;
    WaitObject& operator=(const WaitObject&) = delete;

    // Destroying an object that tasks wait for is fatal.
    ~WaitObject();

    // What reports call it. Context: any.
    const char* name() const { return name_ ? name_ : "(unnamed)"; }
    // Whether a task waits for this object. Context: any.
    bool has_waiters() const { return !waiters_.empty(); }

  protected:
    // Gives it another name, which must outlive it. Context: task.
    void set_name(const char* name) { name_ = name; }

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

    // Says on the error console why the running task would wait for ever for this lock: one line with each task of the
    // circle, the lock that it wants and who holds that. For a caller that was told Status::deadlock, before it or
    // anybody else gives a lock up; fatal reports of lock() say it by themselves. Context: task. Blocks: never.
    void explain_deadlock() const;

    // Destroying a lock that is held is fatal.
    ~LockObject();

  protected:
    // Stands in owner_ for a task that ended while it held the lock, until the next owner takes over.
    static Task* abandoned() { return reinterpret_cast<Task*>(std::uintptr_t{1}); }
    // Whether the last owner was such a one.
    bool is_abandoned() const { return owner_ == abandoned(); }

    Task* owner_ = nullptr;            // null: free
    LockObject* next_held_ = nullptr;  // the owner's other locks

    friend class Kernel;
};

// What a readers-writer lock adds: owner() is the writer, readers are counted. It never has both. An abandoned one may
// have readers: it stays abandoned until a writer takes it.
class SharedLockObject : public LockObject {
  public:
    using LockObject::LockObject;

    // How many read now. Context: any.
    std::uint32_t readers() const { return readers_; }

    // Destroying a lock that is held is fatal.
    ~SharedLockObject();

  protected:
    std::uint32_t readers_ = 0;  // tasks that hold it for reading

    friend class Kernel;
};

// What a barrier adds: it breaks when a task that waits for it gives up, is cancelled or ends.
class BreakableObject : public WaitObject {
  public:
    using WaitObject::WaitObject;

    // Context: any.
    bool is_broken() const { return broken_; }

  protected:
    bool broken_ = false;  // until it is reset

    friend class Kernel;
};

}  // namespace baton
