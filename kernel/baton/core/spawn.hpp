// Making tasks, and what the running task can do.
#pragma once

#include <baton/core/switching.hpp>
#include <baton/core/task.hpp>
#include <concepts>
#include <functional>
#include <new>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "hal/stack.hpp"

namespace baton {

// What may be said of a new task besides what it runs.
struct TaskOptions {
    const char* name = "task";  // must outlive the task
    Level level = 0xff;         // base level; 0xff: the policy's usual one
    bool daemon = false;        // see Task::set_daemon()
    Duration estimate{0};       // see Task::set_estimate(); 0: none
    Duration deadline{0};       // see Task::set_deadline(); 0: none
    Duration period{0};         // see Task::set_deadline(); 0: one job
    // How long after the call, or when, the task becomes ready; it sleeps until then.
    Timeout start_after = Duration(0);
};

// A handle that keeps a pooled task's memory; copies share it. When the task has finished and the last handle is gone,
// stack and task go back to the pool. An empty handle names no task.
class TaskReference {
  public:
    TaskReference() = default;
    // Takes over a reference that was counted already.
    struct Adopt {};
    // See Adopt.
    TaskReference(Task& task, Adopt) : task_(&task) {}
    // One more handle of `task`, or of the other handle's task; moving leaves the other one empty.
    explicit TaskReference(Task& task) : task_(&task) { add(1); }
    TaskReference(const TaskReference& other) : task_(other.task_) { add(1); }
    TaskReference(TaskReference&& other) noexcept : task_(std::exchange(other.task_, nullptr)) {}
    // Lets go of this handle's task for the other's.
    TaskReference& operator=(TaskReference other) noexcept {
        std::swap(task_, other.task_);
        return *this;
    }
    ~TaskReference() { add(-1); }

    // Whether it names a task.
    explicit operator bool() const { return task_ != nullptr; }
    // task(), operator->(): the task. Fatal for an empty handle.
    Task& task() const {
        check(task_ != nullptr, Fatal::bad_result, "an empty task handle");
        return *task_;
    }
    Task* operator->() const { return &task(); }

    // See Task.
    Status join() const { return task().join(); }
    Status join(Timeout timeout) const { return task().join(timeout); }
    // See Task.
    bool is_alive() const { return task().is_alive(); }

  private:
    void add(int count) {
        if (!task_)
            return;
        const NestedKernelEntry entry;
        task_->references_ = static_cast<std::uint16_t>(task_->references_ + count);
        if (task_->references_ == 0)
            task_->dispose();
    }

    Task* task_ = nullptr;
};

// The same, with the task's result.
template <class R = void>
class TaskHandle : public TaskReference {
  public:
    TaskHandle() = default;
    // See TaskReference::Adopt. `result` lives as long as the task's memory.
    TaskHandle(Task& task, Adopt adopt, std::optional<R>& result) : TaskReference(task, adopt), result_(&result) {}

    // What the task's function returned. Fatal before the task has finished: join it first.
    const R& value() const {
        check(!task().is_alive() && result_->has_value(), Fatal::bad_result, task().name());
        return **result_;
    }

  private:
    std::optional<R>* result_ = nullptr;
};

// The handle of a task whose function returns nothing.
template <>
class TaskHandle<void> : public TaskReference {
  public:
    using TaskReference::TaskReference;
};

namespace detail {

// A callable with its arguments, both copied, called once.
template <class F, class... Args>
class Closure {
  public:
    using Value = std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>;

    Closure(F&& function, Args&&... arguments)
        : call_(std::in_place, std::forward<F>(function), std::forward<Args>(arguments)...) {}

    // Calls the function and destroys it and its arguments, on the task's own stack and in its own time.
    void operator()() {
        constexpr auto call = [](auto&& function, auto&&... arguments) -> decltype(auto) {
            return std::invoke(std::move(function), std::move(arguments)...);
        };
        if constexpr (std::is_void_v<Value>)
            std::apply(call, std::move(*call_));
        else
            result_.emplace(std::apply(call, std::move(*call_)));
        call_.reset();
    }

    auto& result() { return result_; }

  private:
    std::optional<std::tuple<std::decay_t<F>, std::decay_t<Args>...>> call_;
    [[no_unique_address]] std::conditional_t<std::is_void_v<Value>, std::monostate, std::optional<Value>> result_;
};

// The highest place in `memory` for a T: stacks grow down, so what is below is left to them.
template <class T>
std::byte* place_at_end(std::span<std::byte> memory) {
    constexpr std::size_t kAlignment = alignof(T) > hal::kStackAlignment ? alignof(T) : hal::kStackAlignment;
    const auto end = reinterpret_cast<std::uintptr_t>(memory.data() + memory.size());
    const std::uintptr_t place = (end - sizeof(T)) / kAlignment * kAlignment;
    return memory.data() + (place - reinterpret_cast<std::uintptr_t>(memory.data()));
}

// A task in a block of a stack pool, on top of its own stack.
template <class F, class... Args>
class SpawnedTask final : public Task {
  public:
    SpawnedTask(StackPool& pool, std::span<std::byte> block, const char* name, F&& function, Args&&... arguments)
        : Task(name, {block.data(), place_at_end<SpawnedTask>(block)}),
          pool_(pool),
          block_(block),
          closure_(std::forward<F>(function), std::forward<Args>(arguments)...) {
        references_ = 1;
    }

    // The handle that the task was made with a reference for.
    auto first_handle() {
        if constexpr (std::is_void_v<typename Closure<F, Args...>::Value>)
            return TaskHandle<void>(*this, TaskReference::Adopt());
        else
            return TaskHandle<typename Closure<F, Args...>::Value>(*this, TaskReference::Adopt(), closure_.result());
    }

  private:
    void run() override { closure_(); }
    void dispose() override {
        StackPool& pool = pool_;
        const std::span<std::byte> block = block_;
        this->~SpawnedTask();
        pool.give(block);
    }

    StackPool& pool_;
    std::span<std::byte> block_;
    Closure<F, Args...> closure_;
};

// Makes a task in a block of `pool`, with one reference counted, or returns null.
template <class F, class... Args>
SpawnedTask<F, Args...>* make_spawned(StackPool* pool, const TaskOptions& options, F&& function, Args&&... arguments) {
    using Spawned = SpawnedTask<F, Args...>;
    const std::span<std::byte> block = pool ? pool->take() : std::span<std::byte>();
    if (block.empty())
        return nullptr;
    check(sizeof(Spawned) + alignof(Spawned) < block.size() / 2, Fatal::invalid_argument,
          "spawn: the arguments take up the stack");
    auto* const task = new (place_at_end<Spawned>(block))
        Spawned(*pool, block, options.name, std::forward<F>(function), std::forward<Args>(arguments)...);
    if (options.daemon)
        (void)task->set_daemon(true);
    if (options.level != 0xff)
        task->set_level(options.level);
    if (options.estimate.count() > 0)
        task->set_estimate(options.estimate);
    if (options.deadline.count() != 0 || options.period.count() != 0)
        check(task->set_deadline(options.deadline, options.period) == Status::ok, Fatal::invalid_argument,
              "spawn: a deadline must be positive, a period not negative");
    return task;
}

}  // namespace detail

// Starts a task that calls `function(args...)`; both are copied (std::ref passes a reference). Memory: a block of the
// kernel's stack pool. The returned handle gives the result after join().
// Context: task. Blocks: never. Yields: only if the new task's level is higher and the kernel preempts.
// Errors: no_memory if the pool is used up.
template <class F, class... Args>
requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
auto try_spawn(const TaskOptions& options, F&& function, Args&&... arguments)
    -> Result<TaskHandle<typename detail::Closure<F, Args...>::Value>> {
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    kernel.reclaim();
    auto* const task =
        detail::make_spawned(kernel.stacks(), options, std::forward<F>(function), std::forward<Args>(arguments)...);
    if (!task)
        return Unexpected(Status::no_memory);
    kernel.act(kernel.start(*task, options.start_after.deadline()));
    return task->first_handle();
}

// The same, but an exhausted pool is fatal: for applications that start a known number of tasks.
template <class F, class... Args>
requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
auto spawn(const TaskOptions& options, F&& function, Args&&... arguments) {
    auto handle = try_spawn(options, std::forward<F>(function), std::forward<Args>(arguments)...);
    check(handle.has_value(), Fatal::no_memory, "spawn: the kernel's stack pool is used up");
    return std::move(*handle);
}
template <class F, class... Args>
requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
auto spawn(const char* name, F&& function, Args&&... arguments) {
    return spawn(TaskOptions{.name = name}, std::forward<F>(function), std::forward<Args>(arguments)...);
}

// A task with its stack inside the object: no heap, no pool. Derive and override run(), or give a callable, which with
// its arguments is kept on top of the stack. Start it with start(). `StackBytes` is what the task needs on a target;
// the port adds its overhead.
template <std::size_t StackBytes>
class StaticTask : public Task {
  public:
    // For classes that override run().
    explicit StaticTask(const char* name) : Task(name) { set_stack(memory_); }

    // A task that calls `function(args...)`.
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...> StaticTask(const char* name, F&& function,
                                                                               Args&&... arguments)
        : Task(name) {
        using Closure = detail::Closure<F, Args...>;
        static_assert(sizeof(Closure) + alignof(Closure) < StackBytes / 2, "the arguments take up the stack");
        std::byte* const place = detail::place_at_end<Closure>(memory_);
        set_stack({memory_, place});
        closure_ = new (place) Closure(std::forward<F>(function), std::forward<Args>(arguments)...);
        call_ = [](void* closure) { (*static_cast<Closure*>(closure))(); };
        destroy_ = [](void* closure) { static_cast<Closure*>(closure)->~Closure(); };
    }

    ~StaticTask() {
        if (destroy_)
            destroy_(closure_);
    }

  protected:
    void run() override {
        if (call_)
            call_(closure_);
    }

  private:
    void (*call_)(void*) = nullptr;
    void (*destroy_)(void*) = nullptr;
    void* closure_ = nullptr;
    alignas(hal::kStackAlignment) std::byte memory_[StackBytes + hal::kStackOverhead];
};

// A task to derive from whose stack comes from the kernel's pool at start() and goes back when the task has finished.
class PooledTask : public Task {
  public:
    // `name` must outlive the task.
    explicit PooledTask(const char* name) : Task(name) {}
    ~PooledTask() { PooledTask::dispose(); }

    // See Task::start(). Errors: also no_memory if the pool is used up.
    Status start() override;

  protected:
    void dispose() override;

  private:
    StackPool* pool_ = nullptr;
};

// Runs `function(args...)` as the first task, "main", of `kernel`, until no task but daemons is left. Returns what
// main returned, as an exit status; 0 if it returned nothing. Memory: a block of the kernel's stack pool.
// Context: start-up, or a task of another kernel.
template <class F, class... Args>
int run(Kernel& kernel, F&& function, Args&&... arguments) {
    auto* const task = detail::make_spawned(kernel.stacks(), TaskOptions{.name = "main"}, std::forward<F>(function),
                                            std::forward<Args>(arguments)...);
    check(task != nullptr, Fatal::no_memory, "run: no stack for the first task");
    const auto handle = task->first_handle();
    kernel.run(*task);
    if constexpr (std::is_convertible_v<typename detail::Closure<F, Args...>::Value, int>)
        return handle.value();
    else
        return 0;
}

// The running task. Context: task.
inline Task& current() {
    return this_kernel().current();
}

// How many tasks are alive, the running one included. Context: task.
inline std::size_t active_count() {
    return this_kernel().alive_count();
}

// Calls `visit(task)` for every task that is alive, in the order of their start. `visit` must not call the kernel.
// Context: task. Blocks: never. Cost: O(tasks).
template <std::invocable<Task&> F>
void enumerate(F&& visit) {
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    for (Task* task = kernel.first_alive(); task; task = Kernel::next_alive(*task))
        visit(*task);
}

// Puts the running task behind the others of its level and lets the best task run. Lower levels do not get the CPU so.
// Context: task. Blocks: never. Yields: yes.
inline void yield() {
    const KernelEntry entry;
    this_kernel().yield();
}

// Computes for `cpu` of the running task's CPU time, whoever else runs meanwhile: a model of work that takes so long.
// Exact in the simulator, where virtual time advances in the running task and other tasks' wake-ups, the end of a
// quantum and a boost come at their instants. At one and the same instant the work's end comes first, so that the task
// goes on to its next call; then those who wake up; then the end of the quantum, which puts the task behind them.
// On a target: a busy loop. Without Config::accounting the time that others run counts too.
// Context: task. Blocks: never. Yields: if the kernel preempts, whenever it does; else at the beginning, if the task
// has used up its quantum.
void work_for(Duration cpu);

// Ends the running task's current job, and blocks it until the next is released, a period after the last (see
// Task::set_deadline()). Releases do not drift. Context: task. Blocks: until then; not if it is late by a whole period.
// Yields: yes. Errors: timeout if the job that ended was done after its deadline; invalid if the task has no period.
inline Status wait_next_period() {
    const KernelEntry entry;
    return this_kernel().wait_next_period();
}

// Blocks the running task until an instant, or for a duration. Not at all if that has passed: then it yields.
// Context: task. Blocks: until then. Yields: yes. Wakes at the first scheduling point at or after the instant.
// Errors: cancelled, if Task::cancel() ended the sleep early.
Status sleep(Timeout timeout);
// sleep_until(), sleep_for(): the same for those who need not know how the sleep ended; std::this_thread's names.
inline void sleep_until(Clock::time_point instant) {
    (void)sleep(instant);
}
template <class Rep, class Period>
void sleep_for(std::chrono::duration<Rep, Period> duration) {
    (void)sleep(duration);
}

// Whether somebody has asked the running task to end: for loops to look at (std::stop_token). Context: task.
inline bool cancel_requested() {
    return current().cancel_requested();
}

// Waits until all of them have finished: a range of tasks, handles or pointers. Context: task. Blocks: until then, or
// the timeout, which is for all together. Errors: those of Task::join(); the first one ends the waiting.
template <class Tasks>
Status join_all(Tasks&& tasks, Timeout timeout = Timeout::never()) {
    const Timeout limit = timeout.absolute();
    for (auto&& task : tasks) {
        Status status = Status::ok;
        if constexpr (requires { task->join(limit); })
            status = task->join(limit);
        else
            status = task.join(limit);
        if (status != Status::ok)
            return status;
    }
    return Status::ok;
}

}  // namespace baton
