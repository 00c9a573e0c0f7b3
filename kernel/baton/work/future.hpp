// A value that is there later: set once by one task, got by any number of others.
#pragma once

#include <baton/core/select_case.hpp>
#include <baton/work/future_core.hpp>
#include <baton/work/inplace_function.hpp>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace baton {

template <class T>
class Promise;
template <class T>
class DoneCallback;
class FutureCase;

// A handle of the outcome of a job, for those who want it: a value, or the error with which the job failed. Copies
// share it. It becomes ready once and stays so. An empty future names no job: everything but ready() and successful()
// says invalid.
//
// Where futures come from: Promise, and TaskPool::submit(). A job whose promise is destroyed before it was set fails
// with Status::closed, so that nobody waits for ever. (A task that is terminated destroys nothing: a promise that it
// holds stays open.)
// A handle is for one task at a time; give others copies. Python: concurrent.futures.Future,
// multiprocessing.pool.AsyncResult; std::shared_future.
template <class T>
class Future {
  public:
    static_assert(std::is_void_v<T> || std::is_object_v<T>, "a value or nothing");

    // An empty one.
    Future() = default;
    // One more handle of the same job; moving leaves the other one empty.
    Future(const Future& other) : Future(other.core_) {}
    Future(Future&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
    // Lets go of this handle's job for the other's.
    Future& operator=(Future other) noexcept {
        std::swap(core_, other.core_);
        return *this;
    }
    // Context: task. Yields: only if it frees a pool's slot that a task of a higher level waits for.
    ~Future() {
        if (core_)
            core_->drop_reader();
    }

    // Whether it names a job. Context: any.
    explicit operator bool() const { return core_ != nullptr; }

    // ready(), successful(): whether the job is over, and whether it is so with a value. Context: any.
    bool ready() const { return core_ && core_->ready(); }
    bool successful() const { return core_ && core_->status() == Status::ok; }
    // How the job ended: ok, or its error; would_block before that. Context: any.
    Status status() const { return core_ ? core_->status() : Status::invalid; }

    // Waits until the job is over, however it ended. Context: task. Blocks: until then. Yields: if it blocks.
    // Errors: cancelled, if the caller was: that says nothing of the job.
    Status wait() const { return core_ ? core_->wait() : Status::invalid; }
    // The same, for a limited time. Errors: also timeout.
    Status wait(Timeout timeout) const { return core_ ? core_->wait(timeout) : Status::invalid; }

    // A copy of the value, once it is there. Context: task. Blocks: until the job is over. Yields: if it blocks.
    // Errors: the job's; those of wait(); invalid after take().
    Result<T> get() const requires(std::is_void_v<T> || std::is_copy_constructible_v<T>) { return copy_after(wait()); }
    // The same, for a limited time. Errors: also timeout.
    Result<T> get(Timeout timeout) const requires(std::is_void_v<T> || std::is_copy_constructible_v<T>) {
        return copy_after(wait(timeout));
    }
    // The same if it is there now. Blocks: never. Errors: also would_block.
    Result<T> try_get() const requires(std::is_void_v<T> || std::is_copy_constructible_v<T>) {
        return copy_after(status());
    }

    // Moves the value out, once it is there: for the one getter of a value that cannot be copied. Context: task.
    // Blocks: until the job is over. Yields: if it blocks. Errors: the job's; those of wait(); invalid if there are
    // other futures of this job, or if it was taken already.
    Result<T> take() requires(!std::is_void_v<T>) { return move_after(wait()); }
    // The same, for a limited time. Errors: also timeout.
    Result<T> take(Timeout timeout) requires(!std::is_void_v<T>) { return move_after(wait(timeout)); }

    // The value where it is, as long as a future of the job is there. Fatal unless successful(). Context: any.
    const auto& value() const requires(!std::is_void_v<T>) {
        check(successful(), Fatal::bad_result, "Future::value()");
        return *static_cast<const T*>(core_->value());
    }

    // Calls `callback` when the job is over: at once, in the caller, if it is; else in the task that ends it, after
    // those who wait were woken. Callbacks are called in the order in which they were added.
    // Context: task. Blocks: never itself. Errors: invalid if `callback` was added and not called yet.
    Status add_done_callback(DoneCallback<T>& callback) const {
        return core_ ? core_->add_callback(callback) : Status::invalid;
    }

    // For who makes futures.
    explicit Future(detail::FutureCore* core) : core_(core) {
        if (core_)
            core_->add_reader();
    }

  private:
    template <class U>
    friend FutureCase on_done(const Future<U>& future);

    Status outcome(Status waited) const { return waited == Status::ok ? core_->status() : waited; }

    Result<T> copy_after(Status waited) const {
        if (const Status status = outcome(waited); status != Status::ok)
            return Unexpected(status);
        if (core_->is_taken())
            return Unexpected(Status::invalid);
        if constexpr (std::is_void_v<T>)
            return {};
        else
            return *static_cast<const T*>(core_->value());
    }

    Result<T> move_after(Status waited) {
        if (const Status status = outcome(waited); status != Status::ok)
            return Unexpected(status);
        if (!core_->take_value())
            return Unexpected(Status::invalid);
        return std::move(*static_cast<T*>(core_->value()));
    }

    detail::FutureCore* core_ = nullptr;
};

// What is called when a job is over: see Future::add_done_callback(). The caller owns it; destroying it before it was
// called takes it back, destroying it while it runs is fatal. It may be added again, to the same or another future,
// when it was called. The callable is `function(const Future<T>&)`, of at most four pointers.
template <class T>
class DoneCallback final : public detail::FutureCallback {
  public:
    // Holds a copy of `function`.
    template <class F>
    requires std::is_invocable_v < F&, const Future<T>
    & > explicit DoneCallback(F&& function) : function_(std::forward<F>(function)) {}

  private:
    void call(detail::FutureCore& core) override { function_(Future<T>(&core)); }

    InplaceFunction<void(const Future<T>&)> function_;
};

// Where a value is kept for the futures of a promise: no heap. Must outlive its promise and their futures; destroying
// it before is fatal. When they are gone it may be given to another promise.
template <class T>
class FutureState final : private detail::FutureCore {
  public:
    // `name`, if given, must outlive it.
    explicit FutureState(const char* name = nullptr) : FutureCore(name) {}
    // For reports. Context: any.
    using FutureCore::name;

  private:
    friend class Promise<T>;
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

    void recycle() override {
        value_.reset();
        reset();
    }

    std::optional<Value> value_;
};

// The other end of a future: who holds it sets the value, or says why there is none. Destroyed before that, it fails
// the future with Status::closed. May be moved, to a task that does the work.
//
//   static FutureState<int> state("answer");
//   Promise<int> promise(state);
//   Future<int> answer = promise.future();
//
// Context of all: task. Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
template <class T>
class Promise {
  public:
    // What set() takes.
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

    // Fatal if `state` still has another promise or futures.
    explicit Promise(FutureState<T>& state) : state_(&state) { state.open(); }
    // Moving leaves the other one empty: it can set nothing.
    Promise(Promise&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    // Lets go of this promise's future, which fails if it is not set, for the other's.
    Promise& operator=(Promise other) noexcept {
        std::swap(state_, other.state_);
        return *this;
    }
    ~Promise() {
        if (!state_)
            return;
        (void)fail(Status::closed);
        state_->drop_completer();
    }

    // One more future of it.
    Future<T> future() const { return Future<T>(state_); }

    // The future has this value. Errors: invalid if it was set or failed already; nothing changes then.
    Status set(Value value) requires(!std::is_void_v<T>) { return set_value(std::move(value)); }
    Status set() requires std::is_void_v<T> { return set_value({}); }
    // The job has failed with `error`. Errors: as set(); invalid also if `error` is ok.
    Status fail(Status error) {
        if (error == Status::ok || !state_ || !state_->claim())
            return Status::invalid;
        state_->complete(error, nullptr);
        return Status::ok;
    }

  private:
    Status set_value(Value&& value) {
        if (!state_ || !state_->claim())
            return Status::invalid;
        state_->value_.emplace(std::move(value));
        state_->complete(Status::ok, &*state_->value_);
        return Status::ok;
    }

    FutureState<T>* state_;
};

// A case of select(): Future::wait(). Errors in Selected: invalid for an empty future.
class FutureCase final : public SelectCase {
  public:
    // Made by on_done().
    explicit FutureCase(detail::FutureCore* core) : core_(core) {}

    bool is_ready() const override { return !core_ || core_->ready(); }
    Status take(Decision&) override { return core_ ? Status::ok : Status::invalid; }
    WaitNode node(Task& task) override { return {task, *core_, WaitReason::future}; }

  private:
    detail::FutureCore* core_;
};

// The end of the job of `future`, which must live as long, for select()'s arguments.
template <class T>
FutureCase on_done(const Future<T>& future) {
    return FutureCase(future.core_);
}

}  // namespace baton
