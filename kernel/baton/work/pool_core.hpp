// What of a task pool depends neither on its size nor on its jobs: who waits for a job, who for a slot, and the end.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/core/spawn.hpp>
#include <baton/work/future.hpp>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace baton::detail {

class PoolCore;
class PoolSlot;

// A job in a slot: the callable with its arguments, its result, and what is called with the future when it is over.
class PoolJob {
  public:
    virtual void run(PoolSlot& slot) = 0;
    virtual void fail(PoolSlot& slot, Status error) = 0;
    virtual void destroy() = 0;

  protected:
    ~PoolJob() = default;
};

// A job's place in a pool, and its future. In use until the job is over and no future of it is left.
class PoolSlot : public FutureCore {
  public:
    void set_job(PoolJob& job) {
        job_ = &job;
        open();
    }

  protected:
    PoolSlot(PoolCore& pool, const char* name) : FutureCore(name), pool_(pool) {}
    ~PoolSlot() = default;

  private:
    friend class PoolCore;
    void recycle() override;
    void run();
    void fail(Status error);

    PoolCore& pool_;
    PoolSlot* next_ = nullptr;  // in the one list that it is in: free, waiting for a worker, or being done
    PoolJob* job_ = nullptr;
    const Task* worker_ = nullptr;  // who does the job
};

class PoolCore {
  public:
    PoolCore(const PoolCore&) = delete;
    PoolCore& operator=(const PoolCore&) = delete;

    void close();
    void terminate();
    Status join(Timeout timeout);
    bool is_closed() const { return closed_; }

    // The life of a worker.
    void work();
    void give_back(PoolSlot& slot);

  protected:
    explicit PoolCore(const char* name) : workers_(name), submitters_(name) {}
    ~PoolCore() = default;

    void add_slot(PoolSlot& slot);
    // Takes a free slot. Blocks: until there is one. Errors: closed; timeout.
    Status reserve(PoolSlot*& slot, Timeout timeout);
    // Errors: closed; would_block.
    Status try_reserve(PoolSlot*& slot);
    // Starts a worker unless one has nothing to do or all are started. Errors: no_memory if no worker is alive.
    Status start_worker();
    // Gives the slot's job to a worker. Errors: closed.
    Status post(PoolSlot& slot);

    virtual Task& worker(std::size_t index) = 0;
    virtual std::size_t worker_count() const = 0;

  private:
    friend class PoolSlot;

    bool take_free(PoolSlot*& slot);
    PoolSlot* next_job();
    void note_begun(PoolSlot& slot);
    void note_ended(PoolSlot& slot);
    PoolSlot* take_begun_by_others();

    WaitObject workers_;     // where workers wait for a job
    WaitObject submitters_;  // where tasks wait for a slot
    PoolSlot* free_ = nullptr;
    PoolSlot* first_ = nullptr;  // the jobs that wait for a worker
    PoolSlot* last_ = nullptr;
    PoolSlot* begun_ = nullptr;  // the jobs that workers do
    bool closed_ = false;
};

// How a job's value, if its function returned one of type V, ends the future: a Result or a Status carries an error.
template <class V>
struct Outcome {
    using Type = V;
    static Status status(const std::optional<V>&) { return Status::ok; }
    static void* value(std::optional<V>& result) { return &*result; }
};
template <class V>
struct Outcome<Result<V>> {
    using Type = V;
    static Status status(const std::optional<Result<V>>& result) {
        return result->has_value() ? Status::ok : result->error();
    }
    static void* value(std::optional<Result<V>>& result) {
        if constexpr (!std::is_void_v<V>)
            return result->has_value() ? &**result : nullptr;
        else
            return nullptr;
    }
};
template <>
struct Outcome<Status> {
    using Type = void;
    static Status status(const std::optional<Status>& result) { return *result; }
    static void* value(std::optional<Status>&) { return nullptr; }
};
template <>
struct Outcome<void> {
    using Type = void;
    static Status status(const std::monostate&) { return Status::ok; }
    static void* value(std::monostate&) { return nullptr; }
};

// What the future of a call of F with Args is of.
template <class F, class... Args>
using FutureValue = typename Outcome<typename Closure<F, Args...>::Value>::Type;

struct NoCallback {};

template <class Callback, class F, class... Args>
class PoolJobOf final : public PoolJob {
  public:
    PoolJobOf(Callback&& callback, F&& function, Args&&... arguments)
        : callback_(std::move(callback)), call_(std::forward<F>(function), std::forward<Args>(arguments)...) {}

  private:
    using End = Outcome<typename Closure<F, Args...>::Value>;

    void run(PoolSlot& slot) override {
        call_();
        if (slot.claim())
            end(slot, End::status(call_.result()), End::value(call_.result()));
    }
    // Also for a job in the middle of which its worker was terminated.
    void fail(PoolSlot& slot, Status error) override {
        if (slot.seize())
            end(slot, error, nullptr);
        else if (!is_told_)
            tell(slot);
    }
    void destroy() override { this->~PoolJobOf(); }

    void end(PoolSlot& slot, Status status, void* value) {
        slot.complete(status, value);
        tell(slot);
    }
    void tell(PoolSlot& slot) {
        is_told_ = !requires {
            Callback::kMayRepeat;
        };
        if constexpr (!std::is_same_v<Callback, NoCallback>)
            callback_(Future<typename End::Type>(&slot));
        is_told_ = true;
    }

    [[no_unique_address]] Callback callback_;
    bool is_told_ = false;
    Closure<F, Args...> call_;
};

// Counts the jobs of one map() and keeps the error of the first element that has one.
class MapTally : public WaitObject {
  public:
    MapTally() : WaitObject("map") {}

    // Another job is on its way.
    void add() { ++unfinished_; }
    // The job of the element at `index` is over. Nothing if it was so already; `is_finished` says that.
    void finish(std::size_t index, Status status, bool& is_finished);
    // Waits until all jobs are over.
    Status wait();

  private:
    std::size_t unfinished_ = 0;
    std::size_t first_failed_ = SIZE_MAX;
    Status status_ = Status::ok;
};

// Called when the job of an element is over: again, if its worker was terminated in the middle of the call.
struct MapCallback {
    static constexpr bool kMayRepeat = true;

    void operator()(const auto& future) { tally->finish(index, future.status(), is_finished); }

    MapTally* tally;
    std::size_t index;
    bool is_finished = false;
};

}  // namespace baton::detail
