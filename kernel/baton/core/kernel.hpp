// The kernel: all its state in one object, two doors (block and make_ready), one function that switches contexts.
//
// Context of the member functions: "entered" means between hal::kernel_enter() and hal::kernel_leave(), in task
// context. Kernel data is touched only so; interrupts leave their wishes in the inbox.
//
// A primitive is policy on top of four calls: wait_for() puts the running task to sleep until an object wakes it,
// wake_first() commits the first waiter and makes it ready, act() acts on the decision that this returned, and
// this_kernel() finds the kernel.
#pragma once

#include <atomic>
#include <baton/core/dispatch_table.hpp>
#include <baton/core/isr_inbox.hpp>
#include <baton/core/leftist_heap.hpp>
#include <baton/core/panic.hpp>
#include <baton/core/random.hpp>
#include <baton/core/ready_queue.hpp>
#include <baton/core/stack_pool.hpp>
#include <baton/core/task.hpp>
#include <baton/core/trace.hpp>
#include <baton/core/wait.hpp>
#include <cstdint>
#include <span>

#include "hal/context.hpp"
#include "hal/entry.hpp"

namespace baton {

// Whether a woken task of a higher level takes the CPU at once, or when the running task next gives it up.
enum class Preemption : std::uint8_t { off, on };

// Where a task left a stack to go on on another one: see Kernel::switch_stack().
struct StackPoint {
    fcontext_t context = nullptr;  // what is suspended there
    std::byte* limit = nullptr;    // the stack's lowest address
    void* target = nullptr;        // for the function that starts on the other stack
};

// Whether to look for a better task, after a change that may have made one ready.
enum class [[nodiscard]] Decision : bool{stay, reschedule};

// Who wakes first of the tasks whose deadlines, sleeps or arrivals are at the same instant.
enum class DeadlineTies : std::uint8_t {
    by_call,  // in the order in which they began to wait
    by_task,  // in the order in which they were started: models of workloads, where nothing depends on the past
};

// What a kernel is made with.
struct KernelOptions {
    const DispatchTable* policy = &kMlfq;    // the scheduling policy
    Preemption preemption = Preemption::on;  // see Preemption
    StackPool* stacks = nullptr;             // where spawn() finds stacks; null: nowhere
    TraceSink* trace = nullptr;              // who is told of every event; null: nobody
    std::uint64_t seed = 1;                  // of what the kernel decides by chance: see select()
    // What a switch from one task to another takes besides the kernel's own instructions: time that passes and is
    // nobody's CPU time. In the simulator, where the kernel takes none, for figures like a textbook's; a target waits
    // for so long at each switch. When the first task, which sets the scene, has ended, the switch to the next is free.
    Duration switch_cost{0};
    DeadlineTies ties = DeadlineTies::by_call;  // see DeadlineTies
};

// A kernel. One runs at a time; Kernel::run() says how they nest.
class Kernel {
  public:
    // Makes a kernel that has no task yet. What the options point to must outlive it.
    explicit constexpr Kernel(const KernelOptions& options)
        : attention_(options.preemption == Preemption::on && options.switch_cost.count() <= 0
                         ? 0U
                         : std::uint32_t{kUnsettled}),
          table_(options.policy),
          stacks_(options.stacks),
          trace_(options.trace),
          preemption_(options.preemption),
          has_switch_cost_(options.switch_cost.count() > 0),
          ties_(options.ties),
          switch_cost_(options.switch_cost.count()),
          random_(options.seed) {}
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    // Runs `first` and every task that is started from then on, until no task but daemons is left.
    // Kernels may nest: a task of one may run another, which then has the CPU to itself until it ends.
    // Context: start-up, or a task of another kernel.
    void run(Task& first);

    // The kernel that runs now, or null. Context: any.
    static Kernel* running() { return running_; }

    // The running task. Context: task.
    Task& current() const { return *current_; }
    // The policy that the kernel was made with. Context: any.
    const DispatchTable& policy() const { return *table_; }
    // The pool of spawn() that the kernel was made with, or null. Context: any.
    StackPool* stacks() const { return stacks_; }
    // first_alive(), next_alive(): the tasks that are alive, in the order of their start, for enumerate().
    Task* first_alive() const { return alive_first_; }
    static Task* next_alive(const Task& task) { return task.next_alive_; }
    // How many they are.
    std::size_t alive_count() const { return alive_count_; }
    // How often another task got the CPU. Context: any.
    std::uint32_t switches() const { return switches_; }
    // What interrupts left and the kernel has not dealt with. Context: any.
    IsrInbox& inbox() { return inbox_; }
    // The numbers by which the kernel decides what is left to chance. Context: task.
    Random& random() { return random_; }

    // Leaves a call for the kernel. Context: interrupt. Errors: overflow if the inbox is full.
    Status post(IsrInbox::Function function, void* argument);
    // The alarm has fired. Context: interrupt.
    void on_alarm();

    // --- For primitives; all entered -------------------------------------------------------------------------------

    // Puts a new task into the ready queue, now or, if that is to come, at `arrival`.
    Decision start(Task& task, std::int64_t arrival = INT64_MIN);

    // Takes the running task off the CPU until somebody commits one of the wait's nodes, which are in their objects'
    // lists already, or its deadline passes. Returns how it ended.
    Status block(Wait& wait);

    // Blocks on one object: what nearly every wait is. With a timeout that has passed, returns Status::timeout at once.
    static Status wait_for(WaitObject& object, WaitReason reason, void* item = nullptr);
    static Status wait_for(WaitObject& object, WaitReason reason, Timeout timeout, void* item = nullptr);

    // Puts the node of a wait on several objects into its object's list; block() comes when all are in theirs.
    static void enlist(WaitNode& node) { node.object->waiters_.insert(node); }
    // The same for a lock: its owner inherits the level of the node's task.
    static void enlist_for_lock(WaitNode& node);
    // The first waiter of `object`, or null; the others follow by `next`.
    static WaitNode* first_waiter(WaitObject& object) { return object.waiters_.front(); }

    // Commits a waiter: the task becomes ready with `status`; its other nodes and its deadline are taken out.
    Decision wake(WaitNode& node, Status status);
    // Commits the first waiter of `object`, which has one.
    Decision wake_first(WaitObject& object, Status status);

    // Commits the first waiter of `object`, which has one, and acts on it.
    void wake_first_and_act(WaitObject& object, Status status);

    // Commits all waiters of `object`.
    Decision wake_all(WaitObject& object, Status status);

    // Lets another task run if that was decided.
    void act(Decision decision) {
        if (decision == Decision::reschedule)
            dispatch();
    }

    // At the end of each public call, still entered: if an interrupt has come, and that may be the alarm of the running
    // task's quantum, it is dealt with now. A kernel that preempts has hardware for that, and then this finds nothing.
    // One that does not gives the CPU away here if the quantum has been used up, and only then.
    static void end_call() {
        Kernel* const kernel = running_;
        if (kernel && (kernel->attention_.load(std::memory_order_relaxed) & (kInterrupt | kAlarm)) != 0) [[unlikely]]
            kernel->catch_up();
    }

    // Computes for so much of the running task's CPU time; see work_for(). Leaves and enters the kernel.
    void work(std::int64_t nanoseconds);

    // uncharged_cpu(), uncharged_waiting(): CPU and waiting time of `task` that are not in its account yet.
    std::int64_t uncharged_cpu(const Task& task) const;
    std::int64_t uncharged_waiting(const Task& task) const;

    // Puts the running task behind the others of its level and lets the best one run.
    void yield();

    // Ends the running task's job, and blocks it until its next one is released. Errors: timeout if the job was late;
    // invalid if the task has no period.
    Status wait_next_period();

    // Breaks a barrier: all who wait for it get Status::broken.
    Decision break_barrier(BreakableObject& barrier);

    // Blocks the running task until `deadline`.
    Status sleep_until(std::int64_t deadline);

    // --- For coroutines; entered -----------------------------------------------------------------------------------

    // Makes `point` the start of `entry` on `stack`, below `top`. `entry`, which never returns, is passed the address
    // of the StackPoint that was left, must write the suspended context there, and runs entered. Context: any.
    static void make_stack_point(StackPoint& point, std::span<std::byte> stack, std::byte* top,
                                 void (*entry)(transfer_t));
    // The running task goes on at `to`, and leaves its stack at `from`. Returns when it, or another task, goes on at
    // `from`. Costs no decision who runs: it is the same task.
    void switch_stack(StackPoint& from, const StackPoint& to);

    // --- Locks: ownership, inheritance, deadlock -------------------------------------------------------------------

    // Makes `task` the owner of `lock`, which has none.
    static void take_lock(LockObject& lock, Task& task) {
        lock.owner_ = &task;
        lock.next_held_ = task.held_;
        task.held_ = &lock;
    }
    // Takes `lock`, which nobody waits for, from `task` if it is the lock that the task took last; says whether it was.
    static bool drop_last_lock(LockObject& lock, Task& task) {
        if (task.held_ != &lock)
            return false;
        task.held_ = lock.next_held_;
        lock.owner_ = nullptr;
        return true;
    }
    // Takes `lock` from its owner, the running task, hands it to the first waiter if there is one, and lets that run if
    // it is to run.
    static void release_lock(LockObject& lock);
    // Blocks the running task until it owns `lock`. Errors: deadlock if that would be for ever; owner_dead.
    static Status wait_for_lock(LockObject& lock);
    // The same, for a limited time. Errors: owner_dead; timeout.
    static Status wait_for_lock(LockObject& lock, Timeout timeout);

    // For the other kinds of lock: blocks the running task until somebody lets it in, at once or in its turn. Errors:
    // deadlock, without a deadline; timeout; owner_dead.
    static Status wait_in_line(LockObject& lock, WaitReason reason, Timeout timeout);
    // Its enlist().
    static void enlist_in_line(WaitNode& node);
    // Takes `lock` from its owner, the running task, and lets all in who wait for it.
    static void open_lock(LockObject& lock);
    // release_write_lock(), release_read_lock(): takes `lock` from its writer, the running task, or from one of its
    // readers, and lets in whose turn it is.
    static void release_write_lock(SharedLockObject& lock);
    static void release_read_lock(SharedLockObject& lock);

    // Frees the memory of a task that finished without anybody needing it. For spawn(), before it looks for memory.
    void reclaim();
    // The task's owner frees it.
    static void forget_memory(const Task& task);

    // Changes a task's base level.
    Decision set_base_level(Task& task, Level level);

    // Ends the running task and gives the CPU to another.
    [[noreturn]] void finish_current();

    // Ends a task that is alive; returns unless it is the running one.
    void terminate(Task& task);
    // See Task::cancel(). The task is alive.
    Decision cancel(Task& task);
    // See Task::suspend(). The task is alive.
    void suspend_task(Task& task);
    // See Task::resume(). The task is suspended.
    Decision resume(Task& task);

    // Puts the node of `wait` into its object's list while its task, the running one, has still to do something before
    // it can block, and may be interrupted in it. Who wakes such waiters calls notify().
    void prepare(Wait& wait);
    // Blocks, unless notify() was faster.
    Status block_prepared(Wait& wait);
    // Commits the first waiter of `object`, which has one, be it blocked or only about to.
    Decision notify(WaitObject& object);

    // Whether every list, link and level is as it should be; names the first thing that is not. O(everything).
    const char* find_damage() const;

  private:
    enum Attention : std::uint32_t {
        kInterrupt = 1,   // the inbox may have something
        kAlarm = 2,       // a deadline may have passed
        kCancel = 4,      // a task that was not blocked then was asked to end
        kSuspend = 8,     // a suspended task's wait has ended
        kUnsettled = 16,  // always set if each scheduling point has to look: a better task than the running one may be
                          // ready, because the kernel does not preempt or orders tasks by keys; or a switch has a cost
    };

    static constexpr std::uint32_t kFromOutside = kInterrupt | kAlarm;
    static constexpr std::uint32_t kFirstId = 1;

    static void task_entry(transfer_t from);

    void make_ready(Task& task);
    void mark_ready(Task& task);
    Task& commit(WaitNode& node, Status status);
    Task& commit_first(WaitObject& object, Status status);
    void suspend(Task& task);
    bool is_settled() const;
    // For a task of a higher level than the running one that is ready.
    Decision prefer_higher() const { return preemption_ == Preemption::on ? Decision::reschedule : Decision::stay; }
    void act_on_higher(Task& task);
    Decision look_again() const;
    void set_state(Task& task, TaskState state);
    void dispatch();
    bool settle();
    void choose();
    void switch_to_best(bool since_idle);
    void catch_up();
    void pay_for_switch();
    void switch_to(Task& next, Task& previous, bool since_idle = false);
    void finish_switch(transfer_t from);
    void attend();
    bool charge(std::int64_t now);
    bool apply_table(Task& task);
    bool end_slice(bool has_run);
    void lift(Task& task);
    void boost_all(std::int64_t now);
    void expire(std::int64_t now);
    void set_alarm_before(std::int64_t instant);
    void set_slice_alarm(Task& task);
    void watch_slice(Task& task);
    bool add_deadline(Wait& wait);
    void delay_start(Task& task, std::int64_t arrival);
    void yield_slowly(Task& task);
    Decision compare(const Task& task) const;
    void set_key(Task& task);
    void note_ready(Task& task, std::int64_t now);
    void end_burst(Task& task);
    void begin_accounting(Task& task, std::int64_t arrival);
    void end_accounting(Task& task);
    static void end_job(Task& task, std::int64_t now);
    void idle();
    void unlink(Task& task, const WaitNode* committed = nullptr);
    static void check_in_task();
    void forget_waiter(const WaitNode& node);
    Level inherited_level(const Task& task) const;
    void update_level(Task& task);
    bool may_be_in_circle(const Task& task) const;
    void drop_levels(Task& task);
    void restore_levels(Task& task);
    void raise_level(Task& task);
    template <class Visit>
    static void for_each_owner(const Task& task, Visit&& visit);
    void move_to_level(Task& task, Level level);
    static void reorder(Task& task);
    bool would_deadlock(const LockObject& lock) const;
    Status take_abandoned(LockObject& lock);
    void queue_for_lock(LockObject& lock, WaitNode& node);
    void give_back_level(Task& owner, Level level, Task& next);
    static void detach_lock(LockObject& lock, Task& owner);
    void admit(SharedLockObject& lock);
    void act_on_release();
    void abandon_locks(Task& task);
    void forget_alive(Task& task);
    void end(Task& task);
    void park(Task& task);
    void park_suspended();
    void end_wait(Task& task, Status status);
    void cancel_waiting_current();
    void forget_cancel(Task& task);
    void release_memory(Task& task);
    void stop_remaining();
    static void set_stack_guard(std::span<std::byte> stack);
    void check_stack(const Task& task);
    [[noreturn]] static void panic_by_overflow(const Task& task);
    void trace(TraceKind kind, const Task* task);

    // Hot state first.
    Task* current_ = nullptr;
    std::atomic<std::uint32_t> attention_;
    ReadyQueue ready_;
    const DispatchTable* table_;
    StackPool* stacks_;
    TraceSink* trace_;
    Preemption preemption_;
    bool has_switch_cost_;
    DeadlineTies ties_;
    bool has_keys_ = false;     // the table has levels that are ordered by a key
    bool has_blocked_ = false;  // the running task has, or has ended; if it is ready again, it is behind the others
    bool yielding_ = false;     // a yield is on its way, at such a level

    LeftistHeap timeouts_;
    std::int64_t alarm_ = hal::kNoAlarm;   // what the machine's alarm is set to
    std::int64_t slice_start_ = 0;         // since when the running task's time is not charged yet
    std::int64_t next_boost_ = INT64_MAX;  // while a task runs, the alarm is not set to any later instant
    std::int64_t switch_cost_;
    std::uint32_t switches_ = 0;
    std::uint32_t next_id_ = kFirstId;
    std::uint32_t next_sequence_ = 0;  // of keys
    IsrInbox inbox_;

    Task* alive_first_ = nullptr;
    Task* alive_last_ = nullptr;
    std::size_t alive_count_ = 0;
    std::size_t non_daemon_count_ = 0;
    std::uint32_t pending_cancels_ = 0;
    Random random_;
    Task* zombie_ = nullptr;  // finished, with nobody who needs it, and perhaps still on its stack

    fcontext_t run_context_ = nullptr;  // of run()

    static constinit inline Kernel* running_ = nullptr;
};

// The kernel that runs now. Fatal if there is none.
inline Kernel& this_kernel() {
    Kernel* const kernel = Kernel::running();
    debug_check(kernel != nullptr, Fatal::no_kernel, "a kernel call where no kernel runs");
    return *kernel;
}

// Enters the kernel for a scope. Leaving it lets a postponed preemption happen.
class KernelEntry {
  public:
    KernelEntry() { hal::kernel_enter(); }
    ~KernelEntry() {
        if constexpr (kConfig.accounting)
            Kernel::end_call();
        hal::kernel_leave();
    }
    KernelEntry(const KernelEntry&) = delete;
    KernelEntry& operator=(const KernelEntry&) = delete;
};

// The same where the kernel may be entered already: in what the kernel calls back, and in destructors.
class NestedKernelEntry {
  public:
    NestedKernelEntry() : outer_(hal::kernel_entered()) {
        if (!outer_)
            hal::kernel_enter();
    }
    ~NestedKernelEntry() {
        if (!outer_)
            hal::kernel_leave();
    }
    NestedKernelEntry(const NestedKernelEntry&) = delete;
    NestedKernelEntry& operator=(const NestedKernelEntry&) = delete;

  private:
    bool outer_;
};

// Repeats a wait that Task::cancel() must not end; the request is left for the next one that it may.
template <class Call>
Status defer_cancellation(Call&& call) {
    bool is_cancelled = false;
    for (;;) {
        const Status status = call();
        if (status != Status::cancelled) {
            if (is_cancelled)
                (void)this_kernel().current().cancel();
            return status;
        }
        is_cancelled = true;
    }
}

inline void Kernel::set_state(Task& task, TaskState state) {
    debug_check(is_transition(task.state_, state), Fatal::bad_state, task.name());
    task.state_ = state;
}

inline void Kernel::trace(TraceKind kind, const Task* task) {
    if constexpr (kConfig.trace)
        if (trace_) [[unlikely]]
            trace_->on_event({kind, task});
}

inline void Kernel::finish_switch(transfer_t from) {
    *static_cast<fcontext_t*>(from.data) = from.fctx;
}

}  // namespace baton
