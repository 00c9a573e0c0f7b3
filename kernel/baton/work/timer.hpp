// Timers: something is called later, once or every so often.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/core/select_case.hpp>
#include <baton/core/spawn.hpp>
#include <baton/work/inplace_function.hpp>
#include <cstdint>

namespace baton {

class Timer;

// The task that calls the callbacks of its timers, one after the other, in the order in which they are due: a daemon,
// by default of the highest level. It is started by the first Timer::start(). The application makes one, or several
// whose callbacks are not to delay one another: a StaticTimerService or a PooledTimerService.
class TimerService {
  public:
    TimerService(const TimerService&) = delete;
    TimerService& operator=(const TimerService&) = delete;

  protected:
    // `name` must outlive it.
    explicit TimerService(const char* name) : changes_(name), callback_end_(name) {}
    // Fatal while timers of it are active.
    ~TimerService();

    // Makes `task` ready to be started as the one that serves.
    static void configure(Task& task, Level level);
    // The task's life.
    void serve();
    // The task that serves.
    virtual Task& task() = 0;

  private:
    friend class Timer;

    Status ensure_started();
    Timer* next_due();
    Decision arm(Timer& timer, std::int64_t instant);
    void disarm(Timer& timer);
    // Whether the task is in the timer's callback.
    bool is_calling(const Timer& timer) { return running_ == &timer && task().is_alive(); }

    LeftistHeap timers_;
    WaitObject changes_;       // where the task waits for the first timer to change
    WaitObject callback_end_;  // where tasks wait for the callback that runs
    Timer* running_ = nullptr;
};

// With a stack inside the object. `StackBytes` is what the callbacks and the service need on a target; 512 and what
// they need is a good beginning.
template <std::size_t StackBytes>
class StaticTimerService : public TimerService, private StaticTask<StackBytes> {
  public:
    // `name`, the task's too, must outlive it. The task runs at `level`.
    explicit StaticTimerService(const char* name = "timers", Level level = 0)
        : TimerService(name), StaticTask<StackBytes>(name) {
        configure(*this, level);
    }

  private:
    Task& task() override { return *this; }
    void run() override { serve(); }
};

// With a stack from the kernel's pool, taken when the first timer is started.
class PooledTimerService : public TimerService, private PooledTask {
  public:
    // `name`, the task's too, must outlive it. The task runs at `level`.
    explicit PooledTimerService(const char* name = "timers", Level level = 0) : TimerService(name), PooledTask(name) {
        configure(*this, level);
    }

  private:
    Task& task() override { return *this; }
    void run() override { serve(); }
};

// Calls a function in its service's task when its time has come: once, or periodically. Never in an interrupt. Tasks
// can wait for its next expiry too. Python: threading.Timer.
//
// It does not drift: a period is added to the instant when the timer was due, never to the time when it was served. No
// expiry is lost: if callbacks take longer than the period, or the service does not get the CPU, it is called again at
// once for each one that it is behind.
//
// Everything may be called from the callback too, which may cancel or restart its own timer, but not destroy it. A
// callback that blocks delays the other timers of its service.
// Context of all: task. Cost: O(log n) of n active timers. No allocation.
class Timer : public WaitObject, private HeapNode {
  public:
    // A timer that only tasks wait for.
    explicit Timer(TimerService& service, const char* name = nullptr) : WaitObject(name), service_(service) {}
    // A timer that calls `callback()`, a callable of at most four pointers.
    template <class F>
    requires std::invocable < std::decay_t<F>
    & > Timer(TimerService& service, F&& callback, const char* name = nullptr)
        : WaitObject(name),
    service_(service), callback_(std::forward<F>(callback)) {}

    // Cancels it, and waits until its callback has ended if that runs now, so that what the callback uses may be
    // destroyed next. Fatal from the callback itself, and while tasks wait for the timer.
    ~Timer();

    // start(), start_at(): it expires after a delay, or at an instant, and then every `period`; a period of zero: once.
    // An active timer is set anew. What has passed already expires as soon as the service runs. Blocks: never. Yields:
    // if the service's level is higher, the timer is the first one due, and the kernel preempts. Errors: invalid if the
    // period is negative or the delay is for ever; no_memory if the service finds no stack; closed if the service has
    // ended.
    Status start(Timeout first, Duration period = Duration(0));
    Status start_at(Clock::time_point first, Duration period = Duration(0)) { return start(first, period); }
    // start() with the delay and the period of the last one, counted from now. Errors: also invalid if there was none.
    Status restart();

    // It does not expire any more. Tasks that wait for it get `closed`. Returns whether it was active. Does not wait
    // for a callback that runs now, in a service that the caller has interrupted: that goes on when the service does.
    // Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    bool cancel();
    // The same, but does not return before a callback that runs now has ended. Blocks: until then.
    // Errors: deadlock in the callback itself; cancelled if the caller was, while it waited. The timer is cancelled.
    Status cancel_and_wait();

    // Waits for the next expiry from now on; its callback may still have to run. Blocks: until then. Yields: if it
    // blocks. Errors: invalid if the timer is not active; closed if it is cancelled; cancelled if the caller was.
    Status wait();
    // The same, for a limited time. Errors: also timeout.
    Status wait(Timeout timeout);

    // Whether it is going to expire. Context: any.
    bool is_active() const { return is_active_; }
    // How often it has expired since it was made; wraps after 2^32. Context: any.
    std::uint32_t expirations() const { return expirations_; }

  private:
    friend class TimerService;

    Decision expire(Kernel& kernel);

    TimerService& service_;
    std::int64_t delay_ns_ = -1;
    std::int64_t period_ns_ = 0;
    std::uint32_t expirations_ = 0;
    bool is_active_ = false;
    InplaceFunction<void()> callback_;
};

// A case of select(): Timer::wait(). Errors in Selected: closed if the timer is cancelled; invalid if it is not active.
class TimerCase final : public SelectCase {
  public:
    // Made by on_expiry().
    explicit TimerCase(Timer& timer) : timer_(timer) {}

    bool is_ready() const override { return !timer_.is_active(); }
    Status take(Decision&) override { return Status::invalid; }
    WaitNode node(Task& task) override { return {task, timer_, WaitReason::timer}; }

  private:
    Timer& timer_;
};

// The next expiry of `timer`, for select()'s arguments.
inline TimerCase on_expiry(Timer& timer) {
    return TimerCase(timer);
}

}  // namespace baton
