// A fixed number of tasks that do jobs for others.
#pragma once

#include <array>
#include <baton/work/pool_core.hpp>
#include <iterator>
#include <ranges>

namespace baton {

namespace detail {

template <std::size_t StackBytes>
using PoolWorkerTask = std::conditional_t<StackBytes == 0, PooledTask, StaticTask<StackBytes == 0 ? 1 : StackBytes>>;

// A task that works for a pool, on a stack of its own or, with StackBytes 0, from the kernel's pool.
template <std::size_t StackBytes>
class PoolWorker final : public PoolWorkerTask<StackBytes> {
  public:
    PoolWorker(PoolCore& pool, const char* name, Level level) : PoolWorkerTask<StackBytes>(name), pool_(pool) {
        (void)this->set_daemon(true);
        this->set_level(level);
    }

  private:
    void run() override { pool_.work(); }
    PoolCore& pool_;
};

template <std::size_t Bytes>
class PoolSlotOf final : public PoolSlot {
  public:
    PoolSlotOf(PoolCore& pool, const char* name) : PoolSlot(pool, name) {}
    void* place() { return place_; }

  private:
    alignas(std::int64_t) std::byte place_[Bytes];
};

// N objects that are made with the same arguments and cannot be moved.
template <class T, std::size_t N>
class Made {
  public:
    template <class... Args>
    explicit Made(Args&&... arguments) : Made(std::make_index_sequence<N>(), arguments...) {}
    T& operator[](std::size_t index) { return all_[index]; }

  private:
    template <std::size_t... Index, class... Args>
    explicit Made(std::index_sequence<Index...>, Args&... arguments)
        : all_{(static_cast<void>(Index), T(arguments...))...} {}
    std::array<T, N> all_;
};

}  // namespace detail

// At most `Workers` tasks that do the jobs that others submit, in the order of submission. There is room for `Jobs`
// jobs; a job takes its slot until it is over and the last Future of it is gone, so keep no more futures than slots.
// A slot holds a job's callable, arguments, result and callback, in `JobBytes`. No heap. `StackBytes` is the stack of
// a worker on a target, inside the pool; 0: from the kernel's stack pool.
//
// Workers are daemons. A worker is started by a submit() that finds no worker with nothing to do. A pool that has
// any must be closed and joined before it is destroyed, unless the kernel has ended.
//
// A job may fail: if its function returns a Result<R>, the future is a Future<R> with its value or its error; if it
// returns a Status other than ok, a Future<void> with that error.
//
// A job that waits for another job of its pool waits for a worker: if all workers do, or if it waits for a slot that
// only its own end would free, they wait for ever. Let jobs submit with try_submit(), and not wait.
// Context of all functions: task, unless stated. Python: multiprocessing.pool.ThreadPool,
// concurrent.futures.ThreadPoolExecutor.
template <std::size_t Workers, std::size_t Jobs, std::size_t StackBytes = 0, std::size_t JobBytes = 16 * sizeof(void*)>
class TaskPool : private detail::PoolCore {
  public:
    static_assert(Workers > 0 && Jobs > 0, "a pool has a worker and a slot");

    // The workers compete at `level`; 0xff: the policy's usual one. Context: any.
    explicit TaskPool(const char* name = "pool", Level level = 0xff)
        : PoolCore(name),
          workers_(static_cast<PoolCore&>(*this), name, level),
          slots_(static_cast<PoolCore&>(*this), name) {
        for (std::size_t index = Jobs; index > 0; --index)
            add_slot(slots_[index - 1]);
    }

    // A worker will call `function(args...)`; both are copied (std::ref passes a reference). Blocks: until there is a
    // slot. Yields: if it blocks, or if the worker's level is higher and the kernel preempts.
    // Errors: closed; no_memory if no worker could be started; cancelled.
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
    [[nodiscard]] auto submit(F&& function, Args&&... arguments) -> Result<Future<detail::FutureValue<F, Args...>>> {
        return submit_when(waiting(Timeout::never()), detail::NoCallback(), std::forward<F>(function),
                           std::forward<Args>(arguments)...);
    }
    // The same, waiting for a slot for a limited time. Errors: also timeout.
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
    [[nodiscard]] auto submit(Timeout timeout, F&& function, Args&&... arguments)
        -> Result<Future<detail::FutureValue<F, Args...>>> {
        return submit_when(waiting(timeout), detail::NoCallback(), std::forward<F>(function),
                           std::forward<Args>(arguments)...);
    }
    // The same if there is a slot now. Blocks: never. Errors: also would_block.
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
    [[nodiscard]] auto try_submit(F&& function, Args&&... arguments)
        -> Result<Future<detail::FutureValue<F, Args...>>> {
        return submit_when(trying(), detail::NoCallback(), std::forward<F>(function), std::forward<Args>(arguments)...);
    }

    // What `function(args...)`, called by a worker, returns. Blocks: until it has. Errors: the job's; as submit().
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
    auto apply(F&& function, Args&&... arguments) -> Result<detail::FutureValue<F, Args...>> {
        auto future = submit(std::forward<F>(function), std::forward<Args>(arguments)...);
        if (!future)
            return Unexpected(future.error());
        if constexpr (std::is_void_v<detail::FutureValue<F, Args...>>)
            return future->get();
        else
            return future->take();
    }

    // A worker will call `function()` and then `callback(const Future<R>&)`. If the pool is terminated before, the
    // callback is called by who terminates it, and the future has failed with `closed`. Blocks, Yields, Errors: as
    // submit().
    template <class F, class Callback>
    requires std::invocable<std::decay_t<F>>
    [[nodiscard]] Status apply_async(F&& function, Callback callback) {
        return status_of(submit_when(waiting(Timeout::never()), std::move(callback), std::forward<F>(function)));
    }

    // Calls `function(element)` for each element of `range`, by the workers, and writes what it returns to `out`, in
    // the order of the elements. `function` is called by several workers at once. Blocks: until all are done, also if
    // the caller is cancelled; it must not be terminated. Errors: that of the first element whose job failed (its place
    // in `out` is not written; the others are); as submit(), for the first element that could not be submitted, which
    // is the last.
    template <class F, std::ranges::forward_range Range, std::forward_iterator Out>
    [[nodiscard]] Status map(F&& function, Range&& range, Out out) {
        detail::MapTally tally;
        std::size_t index = 0;
        for (auto element = std::ranges::begin(range); element != std::ranges::end(range); ++element, ++index, ++out)
            if (submit_element(tally, index, function, element, out) != Status::ok)
                break;
        return tally.wait();
    }

    // No more jobs are taken; those that were are done, then the workers end. Tasks that wait in submit() get
    // `closed`. Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    using PoolCore::close;
    // The same at once: workers are terminated in the middle of their jobs (see Task::terminate(); a job that calls
    // this goes on), and jobs that wait for a worker are dropped. The futures of them all fail with `closed`, and their
    // callbacks are called, by the caller.
    using PoolCore::terminate;
    // Waits until all workers have ended. Blocks: until then. Errors: invalid if the pool is not closed; deadlock if a
    // worker waits for itself; cancelled.
    Status join() { return PoolCore::join(Timeout::never()); }
    // The same, for a limited time. Errors: also timeout.
    Status join(Timeout timeout) { return PoolCore::join(timeout); }

    // Context: any.
    using PoolCore::is_closed;

  private:
    auto waiting(Timeout timeout) {
        return [this, timeout](detail::PoolSlot*& slot) { return reserve(slot, timeout); };
    }
    auto trying() {
        return [this](detail::PoolSlot*& slot) { return try_reserve(slot); };
    }

    template <class Reserve, class Callback, class F, class... Args>
    auto submit_when(Reserve&& reserve, Callback&& callback, F&& function, Args&&... arguments)
        -> Result<Future<detail::FutureValue<F, Args...>>> {
        using Job = detail::PoolJobOf<std::decay_t<Callback>, F, Args...>;
        static_assert(sizeof(Job) <= JobBytes, "the job is too large for the pool's slots: see JobBytes");
        static_assert(alignof(Job) <= alignof(std::int64_t));
        detail::PoolSlot* slot = nullptr;
        if (const Status status = reserve(slot); status != Status::ok)
            return Unexpected(status);
        void* const place = static_cast<Slot*>(slot)->place();
        slot->set_job(*new (place)
                          Job(std::move(callback), std::forward<F>(function), std::forward<Args>(arguments)...));
        Future<detail::FutureValue<F, Args...>> future(slot);
        Status status = start_worker();
        if (status == Status::ok)
            status = post(*slot);
        if (status == Status::ok)
            return future;
        slot->drop_completer();
        return Unexpected(status);
    }

    template <class F, class Element, class Out>
    Status submit_element(detail::MapTally& tally, std::size_t index, F& function, Element element, Out out) {
        tally.add();
        detail::MapCallback callback{&tally, index};
        const Status status = apply_async(
            [&function, element, out]() -> decltype(auto) { return store(std::invoke(function, *element), out); },
            callback);
        if (status != Status::ok)
            tally.finish(index, status, callback.is_finished);
        return status;
    }
    template <class R, class Out>
    static void store(R&& value, Out out) {
        *out = std::forward<R>(value);
    }
    template <class R, class Out>
    static Status store(Result<R>&& value, Out out) {
        if (!value)
            return value.error();
        *out = std::move(*value);
        return Status::ok;
    }

    template <class R>
    static Status status_of(const Result<R>& result) {
        return result ? Status::ok : result.error();
    }

    using Slot = detail::PoolSlotOf<JobBytes>;

    Task& worker(std::size_t index) override { return workers_[index]; }
    std::size_t worker_count() const override { return Workers; }

    detail::Made<detail::PoolWorker<StackBytes>, Workers> workers_;
    detail::Made<Slot, Jobs> slots_;
};

}  // namespace baton
