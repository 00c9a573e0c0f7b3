// What of a future does not depend on the type of its value.
#pragma once

#include <baton/core/kernel.hpp>
#include <cstdint>

namespace baton::detail {

class FutureCore;

// A callback in the list of the future that it waits for. The caller owns it.
class FutureCallback {
  public:
    FutureCallback(const FutureCallback&) = delete;
    FutureCallback& operator=(const FutureCallback&) = delete;

  protected:
    FutureCallback() = default;
    // Takes it out of its list. Fatal while it runs.
    ~FutureCallback();
    virtual void call(FutureCore& future) = 0;

  private:
    friend class FutureCore;
    enum class Stage : std::uint8_t { idle, listed, running };

    FutureCallback* next_ = nullptr;
    FutureCore* future_ = nullptr;
    Stage stage_ = Stage::idle;
};

// The outcome of a job: pending until it is completed, once, with a value or an error. It counts those who look at it
// (futures) and knows whether there is somebody to complete it (a promise, a pool); when all are gone, recycle() is
// called and it may be used again.
class FutureCore : public WaitObject {
  public:
    bool ready() const { return stage_ == Stage::done; }
    // ok if it was completed with a value, else the error; would_block while it is pending.
    Status status() const { return ready() ? status_ : Status::would_block; }
    // The value, if status() is ok and it has one.
    void* value() const { return value_; }

    // Waits until it is ready. Errors: timeout.
    Status wait();
    Status wait(Timeout timeout);

    // Calls `callback` when it is ready: now if it is, else by who completes it. Errors: invalid if it is listed or
    // runs already.
    Status add_callback(FutureCallback& callback);

    void add_reader();
    void drop_reader();
    // Whether there is exactly one reader, who may have the value for itself; nobody else can after that.
    bool take_value();
    bool is_taken() const { return is_taken_; }

    // Makes the completer's part. Fatal if it is in use.
    void open();
    // Whether the caller is the one who completes it: it is pending, and no other call said so. complete() comes next.
    bool claim();
    // The same also if a call that claimed it was never followed by complete(), because its task was terminated.
    bool seize();
    // Sets the outcome, wakes all who wait, and then calls the callbacks. Its completer counts as somebody who needs
    // it until drop_completer().
    void complete(Status status, void* value);
    void drop_completer();

  protected:
    constexpr explicit FutureCore(const char* name) : WaitObject(name) {}
    // Fatal while futures look at it or somebody is to complete it.
    ~FutureCore();

    // Nobody needs the outcome any more: destroys the value. reset() is the last thing that it does.
    virtual void recycle() = 0;
    void reset();

  private:
    friend class FutureCallback;
    enum class Stage : std::uint8_t { idle, pending, claimed, done };

    bool is_needed() const { return readers_ > 0 || has_completer_; }
    void call(FutureCallback& callback);
    void run_callbacks();
    FutureCallback* next_callback();

    void* value_ = nullptr;
    FutureCallback* callbacks_ = nullptr;
    std::uint32_t readers_ = 0;
    Status status_ = Status::ok;
    Stage stage_ = Stage::idle;
    bool has_completer_ = false;
    bool is_taken_ = false;
};

}  // namespace baton::detail
