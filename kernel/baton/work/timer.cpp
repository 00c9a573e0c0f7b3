#include <algorithm>
#include <baton/work/timer.hpp>

namespace baton {

TimerService::~TimerService() {
    check(timers_.empty(), Fatal::object_in_use, changes_.name());
}

void TimerService::configure(Task& task, Level level) {
    (void)task.set_daemon(true);
    task.set_level(level);
}

Status TimerService::ensure_started() {
    Task& server = task();
    if (server.state() == TaskState::created)
        if (const Status status = server.start(); status == Status::no_memory)
            return status;
    return server.is_alive() ? Status::ok : Status::closed;
}

void TimerService::serve() {
    while (Timer* const timer = next_due()) {
        if (timer->callback_)
            timer->callback_();
        const KernelEntry entry;
        running_ = nullptr;
        Kernel& kernel = this_kernel();
        kernel.act(kernel.wake_all(callback_end_, Status::ok));
    }
}

// Waits until a timer expires, and sees to what is to be done for it besides its callback. Null if the task is
// cancelled.
Timer* TimerService::next_due() {
    const KernelEntry entry;
    for (;;) {
        auto* const first = static_cast<Timer*>(timers_.first());
        Status waited = Status::ok;
        if (!first) {
            waited = Kernel::wait_for(changes_, WaitReason::timer);
        } else if (first->key > hal::clock_now()) {
            waited = Kernel::wait_for(changes_, WaitReason::timer, Clock::time_point(Duration(first->key)));
        } else {
            Kernel& kernel = this_kernel();
            running_ = first;
            kernel.act(first->expire(kernel));
            return first;
        }
        if (waited == Status::cancelled)
            return nullptr;
    }
}

Decision TimerService::arm(Timer& timer, std::int64_t instant) {
    disarm(timer);
    timer.key = instant;
    timer.is_active_ = true;
    const bool is_first = timers_.insert(timer);
    return is_first && changes_.has_waiters() ? this_kernel().wake_first(changes_, Status::ok) : Decision::stay;
}

void TimerService::disarm(Timer& timer) {
    if (timer.is_active_)
        timers_.remove(timer);
    timer.is_active_ = false;
}

Timer::~Timer() {
    Status status = cancel_and_wait();
    while (status == Status::cancelled)
        status = cancel_and_wait();
    check(status == Status::ok, Fatal::object_in_use, name());
}

Status Timer::start(Timeout first, Duration period) {
    const std::int64_t instant = first.deadline();
    if (instant == hal::kNoAlarm || period.count() < 0)
        return Status::invalid;
    if (const Status status = service_.ensure_started(); status != Status::ok)
        return status;
    const KernelEntry entry;
    delay_ns_ = std::max(std::int64_t{0}, instant - hal::clock_now());
    period_ns_ = period.count();
    this_kernel().act(service_.arm(*this, instant));
    return Status::ok;
}

Status Timer::restart() {
    return delay_ns_ < 0 ? Status::invalid : start(Duration(delay_ns_), Duration(period_ns_));
}

bool Timer::cancel() {
    const NestedKernelEntry entry;
    const bool was_active = is_active_;
    service_.disarm(*this);
    if (has_waiters()) {
        Kernel& kernel = this_kernel();
        kernel.act(kernel.wake_all(*this, Status::closed));
    }
    return was_active;
}

Status Timer::cancel_and_wait() {
    (void)cancel();
    if (!Kernel::running())
        return Status::ok;
    const KernelEntry entry;
    if (!service_.is_calling(*this))
        return Status::ok;
    if (&this_kernel().current() == &service_.task())
        return Status::deadlock;
    return Kernel::wait_for(service_.callback_end_, WaitReason::timer);
}

Status Timer::wait() {
    const KernelEntry entry;
    return is_active_ ? Kernel::wait_for(*this, WaitReason::timer) : Status::invalid;
}

Status Timer::wait(Timeout timeout) {
    const KernelEntry entry;
    return is_active_ ? Kernel::wait_for(*this, WaitReason::timer, timeout) : Status::invalid;
}

// Its time has come: it is set for the next one, or is done, and all who wait are woken.
Decision Timer::expire(Kernel& kernel) {
    ++expirations_;
    service_.disarm(*this);
    if (period_ns_ > 0)
        (void)service_.arm(*this, detail::saturating_add(key, period_ns_));
    return kernel.wake_all(*this, Status::ok);
}

}  // namespace baton
