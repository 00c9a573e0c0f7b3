// A task: its control block and what can be asked of it. How tasks are made: spawn.hpp.
#pragma once

#include <baton/core/accounting.hpp>
#include <baton/core/clock.hpp>
#include <baton/core/config.hpp>
#include <baton/core/dispatch_table.hpp>
#include <baton/core/task_state.hpp>
#include <baton/core/wait.hpp>
#include <baton_config.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "hal/context.hpp"

namespace baton {

class Kernel;

namespace detail {

// The lowest address of the stack that a task is on, for checks.
struct StackLimit {
    std::byte* address = nullptr;
};
// Without checks it has the name and no storage.
struct NoStackLimit {
    static inline std::byte* address = nullptr;
};

}  // namespace detail

// A thread of control with its own stack. Derive and override run(), or use spawn() and StaticTask with a callable.
//
// A task object must live until the task has finished; destroying a live one is fatal. `name` must outlive it.
class Task : public WaitObject {
  public:
    // Puts the task into the ready queue of the running kernel. It does not run before the caller gives up the CPU,
    // unless its level is higher and the kernel preempts.
    // Context: task. Blocks: never. Yields: see above. Errors: invalid if it was started before; no_memory if its
    // stack comes from a pool that is used up.
    virtual Status start();

    // A number that no other task of the kernel has, in the order of starts, from 1; 0 before. Context: any.
    std::uint32_t id() const { return id_; }
    // Where the task is in its life. Context: any.
    TaskState state() const;
    // Whether the task was started and has not finished.
    bool is_alive() const { return state_ == TaskState::ready || state_ == TaskState::blocked; }

    // Waits until the task has finished; at once if it has. Any number of tasks may join.
    // Context: task. Blocks: until the task finishes, or the timeout. Yields: if it blocks.
    // Errors: deadlock if a task joins itself; invalid if it was never started; timeout; cancelled.
    Status join();
    Status join(Timeout timeout);

    // Ends the task at once, wherever it is: running, ready, blocked or suspended. Nothing of it runs any more, no
    // destructor either; what was handed to it and not yet seen by it (an item, a permit) goes with it. Locks that it
    // holds go to their first waiters, who are told owner_dead, as is the next locker of one that nobody waits for. Its
    // joiners wake with ok, its stack can be used again. Terminating the running task does not return.
    // Context: task. Blocks: never. Yields: if that wakes a task of a higher level and the kernel preempts.
    // Errors: invalid if it was never started. A finished task stays as it is: ok.
    Status terminate();
    // Whether it was ended so. Context: any.
    bool is_terminated() const { return terminated_; }

    // Asks the task to end by itself. If it is blocked, its call returns Status::cancelled now; if not, the next call
    // that would block does. That happens once for each request, so cleaning up may block; cancel_requested() stays
    // true, for loops to look at. Mutex::lock() and its std-like kin go on waiting and leave the request to the next
    // call. A wake-up or a deadline that came first stands. Python: asyncio.Task.cancel().
    // Context: task. Blocks: never. Yields: as terminate(). Errors: invalid unless the task is alive.
    Status cancel();
    // Whether cancel() was called. Context: any.
    bool cancel_requested() const { return cancel_requested_; }

    // Keeps the task off the CPU until resume(). If it is blocked, its wait goes on, and may end meanwhile. Suspending
    // it once more changes nothing. Locks that it holds stay held. A task may suspend itself.
    // Context: task. Blocks: the task. Yields: if a task suspends itself. Errors: invalid unless the task is alive.
    Status suspend();
    // Lets a suspended task go on. Context: task. Blocks: never. Yields: as terminate(). Errors: invalid unless the
    // task is suspended.
    Status resume();
    // Whether it is suspended. Context: any.
    bool is_suspended() const { return suspended_; }

    // `name` must outlive the task. Context: task.
    using WaitObject::set_name;

    // is_daemon(), set_daemon(): a daemon does not keep the kernel running: when the last task that is no daemon ends,
    // daemons are stopped wherever they are, without their destructors. Errors: invalid if the task was started
    // already.
    bool is_daemon() const { return daemon_; }
    Status set_daemon(bool daemon);

    // The level at which the task competes now: its base level, or a higher one inherited from a task that waits for
    // a lock that it holds. 0 is the highest.
    Level level() const { return level_; }
    // The level without what was inherited.
    Level base_level() const { return base_level_; }
    // Changes the base level, clamped to the policy's table. Context: task. Blocks: never. Yields: if a higher task is
    // then ready and the kernel preempts. Also before start.
    void set_level(Level level);

    // What the task waits for while it is blocked: a node for each object, none for a sleep. For reports.
    std::span<const WaitNode> waits_for() const { return wait_nodes(); }
    // Until when it waits; hal::kNoAlarm if for ever, or if it is not blocked.
    std::int64_t wait_deadline() const;

    // The memory of its stack. Context: any.
    std::span<const std::byte> stack() const { return stack_; }
    // The lowest address of the stack that the task is on: its own, or that of a coroutine or generator in which it is.
    const std::byte* stack_limit() const { return kConfig.checks ? stack_limit_.address : stack_.data(); }
    // The most of the stack that was ever in use, in bytes: its high-water mark. O(stack size).
    std::size_t stack_used() const;
    // CPU time used so far, up to now; zero without Config::accounting. Context: task.
    Duration cpu_time() const { return times().cpu; }
    // When it arrived, ran first and finished, how long it ran and waited, up to now. Without Config::accounting:
    // nothing. Context: task; any once it has finished.
    TaskTimes times() const;

    // For policies that order by shortest estimate: how long the task's next bursts of CPU time will be. A task that is
    // given none is estimated by the average of its bursts so far, of which the last counts half (Silberschatz, Galvin,
    // Gagne, "Operating System Concepts", 5.3.2). Takes effect when the task next becomes ready.
    void set_estimate(Duration burst);
    // The estimate: the one that was given, or the average. Context: any.
    Duration estimate() const { return Duration(accounting_.estimate_ns); }

    // For policies that order by earliest deadline: each job of the task has to be done `relative_deadline` after its
    // release. The first job is released by start(), each further one a `period` later: see wait_next_period(). A task
    // without a deadline comes after all that have one. Errors: invalid unless relative_deadline is positive, and
    // period not negative; invalid once the task was started.
    Status set_deadline(Duration relative_deadline, Duration period = Duration(0));
    // How many jobs were done after their deadline.
    std::uint32_t deadline_misses() const { return accounting_.deadline_misses; }

  protected:
    // A task on `stack`, which must outlive it.
    Task(const char* name, std::span<std::byte> stack);
    // A task whose start() sets a stack first.
    explicit Task(const char* name) : WaitObject(name) {}
    ~Task();

    // The task's life. Returning ends it.
    virtual void run() = 0;

    // Gives it a stack, which must outlive it, before start().
    void set_stack(std::span<std::byte> stack);
    // Called once when a finished task is no longer used: its memory goes back where it came from.
    virtual void dispose() {}

    // Counts those who need the task's memory: the kernel while it is alive, and handles.
    std::uint16_t references_ = 0;

  private:
    friend class Kernel;
    friend class ReadyQueue;
    friend class TaskReference;
    friend class JoinCase;

    fcontext_t context_ = nullptr;
    Task* next_ = this;  // in the ready queue; a task that is not in it, or is alone at its level, points to itself
    Task* prev_ = this;
    enum class WaitKind : std::uint8_t {
        node,          // wait_node_ is all that there is
        wait,          // wait_
        watched_node,  // wait_node_, and its end has to be looked at, because the task is suspended
        none,          // the wait is just being ended
    };

    Status can_join() const;
    bool is_waiting() const { return state_ == TaskState::blocked && !parked_; }
    std::span<WaitNode> wait_nodes() const;

    Task** ring_ = nullptr;        // the head of the ready queue's ring for level_
    std::uint32_t level_bit_ = 0;  // its bit
    union {                        // while blocked, as wait_kind_ says
        WaitNode* wait_node_ = nullptr;
        Wait* wait_;
    };
    TaskState state_ = TaskState::created;
    Status wait_status_ = Status::ok;  // how the wait ended
    Level level_ = kLevelOfPolicy;
    Level base_level_ = kLevelOfPolicy;
    bool daemon_ : 1 = false;
    bool cancel_requested_ : 1 = false;
    bool cancel_pending_ : 1 = false;  // and no call has returned `cancelled` for it yet
    bool suspended_ : 1 = false;
    bool parked_ : 1 = false;    // blocked by being suspended, and by nothing else
    bool prepared_ : 1 = false;  // not blocked yet; the nodes of wait_ are in their lists already
    bool terminated_ : 1 = false;
    bool is_settling_ : 1 = false;  // its level is being recomputed
    WaitKind wait_kind_ = WaitKind::node;
    LockObject* held_ = nullptr;  // the locks that this task owns
    Task* next_alive_ = nullptr;  // all tasks that are alive, in the order of their ids
    Task* prev_alive_ = nullptr;
    std::uint32_t id_ = 0;
    std::span<std::byte> stack_;
    // Of the stack that it is on; see Kernel::switch_stack().
    [[no_unique_address]] std::conditional_t<kConfig.checks, detail::StackLimit, detail::NoStackLimit> stack_limit_;
    [[no_unique_address]] detail::Accounting accounting_;

    static constexpr Level kLevelOfPolicy = 0xff;  // until start, if set_level() was not called
};

}  // namespace baton
