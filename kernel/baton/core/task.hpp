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

#include "hal/context.hpp"

namespace baton {

class Kernel;

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

    std::uint32_t id() const { return id_; }
    TaskState state() const;
    // Whether the task was started and has not finished.
    bool is_alive() const { return state_ == TaskState::ready || state_ == TaskState::blocked; }

    // Waits until the task has finished; at once if it has. Any number of tasks may join.
    // Context: task. Blocks: until the task finishes, or the timeout. Yields: if it blocks.
    // Errors: deadlock if a task joins itself; invalid if it was never started; timeout.
    Status join();
    Status join(Timeout timeout);

    // A daemon does not keep the kernel running: when the last task that is no daemon ends, daemons are stopped
    // wherever they are, without their destructors. Errors: invalid if the task was started already.
    bool is_daemon() const { return daemon_; }
    Status set_daemon(bool daemon);

    // The level at which the task competes now: its base level, or a higher one inherited from a task that waits for
    // a lock that it holds. 0 is the highest.
    Level level() const { return level_; }
    Level base_level() const { return base_level_; }
    // Changes the base level, clamped to the policy's table. Context: task. Blocks: never. Yields: if a higher task is
    // then ready and the kernel preempts. Also before start.
    void set_level(Level level);

    // What the task waits for while it is blocked: a node for each object, none for a sleep. For reports.
    std::span<const WaitNode> waits_for() const { return wait_nodes(); }
    // Until when it waits; hal::kNoAlarm if for ever, or if it is not blocked.
    std::int64_t wait_deadline() const;

    std::span<const std::byte> stack() const { return stack_; }
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

    void set_stack(std::span<std::byte> stack);
    // Called once when a finished task is no longer used: its memory goes back where it came from.
    virtual void dispose() {}

    // Counts those who need the task's memory: the kernel while it is alive, and handles.
    std::uint16_t references_ = 0;

  private:
    friend class Kernel;
    friend class ReadyQueue;
    friend class TaskReference;

    fcontext_t context_ = nullptr;
    Task* next_ = this;  // in the ready queue; a task that is not in it, or is alone at its level, points to itself
    Task* prev_ = this;
    enum class WaitKind : std::uint8_t { node, wait };

    Status can_join() const;
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
    bool daemon_ = false;
    WaitKind wait_kind_ = WaitKind::node;
    LockObject* held_ = nullptr;  // the locks that this task owns
    Task* next_alive_ = nullptr;  // all tasks that are alive, in the order of their ids
    Task* prev_alive_ = nullptr;
    std::uint32_t id_ = 0;
    std::span<std::byte> stack_;
    [[no_unique_address]] detail::Accounting accounting_;

    static constexpr Level kLevelOfPolicy = 0xff;  // until start, if set_level() was not called
};

}  // namespace baton
