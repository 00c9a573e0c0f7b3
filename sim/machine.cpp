#include "sim/machine.hpp"

#include <poll.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <utility>

#include "hal/idle.hpp"
#include "hal/interrupts.hpp"
#include "hal/stop.hpp"

namespace baton::sim {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::int64_t host_now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * kSecond + time.tv_nsec;
}

}  // namespace

constinit Machine Machine::machine_;

void Machine::set_realtime() {
    realtime_ = true;
    host_start_ = host_now() - now_;
    update_look();
}

void Machine::set_end(std::int64_t instant) {
    end_ = instant;
    update_look();
}

void Machine::set_block_cost(std::int64_t nanoseconds, std::int64_t free_blocks) {
    block_cost_ = nanoseconds;
    free_blocks_ = nanoseconds > 0 ? free_blocks : INT64_MAX;
    free_blocks_left_ = free_blocks_;
    update_look();
}

void Machine::advance(std::int64_t nanoseconds) {
    jump_to(now_ + nanoseconds);
}

// Stops at the alarm, which may change what the processor does next.
void Machine::compute_until(std::int64_t instant) {
    jump_to(std::min(instant, alarm_));
}

// Lets virtual time become `instant`, if that is not past; paced by the host, that of console input that comes first.
// What is due at the end of the run still happens.
void Machine::jump_to(std::int64_t instant) {
    const std::int64_t next = std::max(now_, std::min(instant, end_));
    if (realtime_ && !wait_for_host(next))
        return;
    if (next > now_) {
        now_ = next;
        free_blocks_left_ = free_blocks_;
    }
    if (instant > end_)
        stop_at_end();
    raise_due_alarm();
}

void Machine::stop_at_end() const {
    std::fflush(stdout);  // what was said before stands before it
    std::fprintf(stderr, "baton: stopped at %lld.%03lld s, as --until says\n", static_cast<long long>(now_ / kSecond),
                 static_cast<long long>(now_ % kSecond / 1'000'000));
    hal::stop(0);
}

void Machine::interrupt(void (*handler)(void*), void* argument) {
    pending_.push_back({handler, argument});
    deliver();
}

void Machine::set_alarm(std::int64_t deadline) {
    alarm_ = deadline;
    update_look();
    raise_due_alarm();
}

void Machine::raise_due_alarm() {
    if (alarm_ > now_)
        return;
    alarm_ = hal::kNoAlarm;
    update_look();
    alarm_pending_ = true;
    deliver();
}

// Calls the handlers of what is pending, one after the other: simulated interrupts do not nest.
void Machine::deliver() {
    if (masked_ || in_interrupt_)
        return;
    in_interrupt_ = true;
    while (!pending_.empty() || alarm_pending_) {
        for (const Interrupt& interrupt : std::exchange(pending_, {}))
            interrupt.handler(interrupt.argument);
        if (std::exchange(alarm_pending_, false))
            hal::alarm_interrupt();
    }
    in_interrupt_ = false;
}

bool Machine::wait_for_interrupt() {
    preemption_requested_ = false;  // the kernel has just looked
    if (alarm_pending_ || !pending_.empty())
        return true;
    if (alarm_ == hal::kNoAlarm && !is_console_awaited_)
        return false;
    jump_to(alarm_);
    return true;
}

// The interrupted task is preempted in its next block that takes time; or the kernel looks before that, at the end of a
// call.
void Machine::request_preemption() {
    preemption_requested_ = true;
    update_look();
}

// Paced, a computing task is held up about once in a millisecond.
void Machine::update_look() {
    constexpr std::int64_t kPace = kSecond / 1000;
    look_at_ = preemption_requested_ ? now_ : std::min(alarm_, end_ == hal::kNoAlarm ? end_ : end_ + 1);
    if (realtime_)
        look_at_ = std::min(look_at_, now_ + kPace);
}

bool Machine::mask() {
    return std::exchange(masked_, true);
}

void Machine::unmask(bool masked_before) {
    masked_ = masked_before;
    deliver();
}

// Waits until the host's clock has come to virtual time `instant`. Returns false if input came first: then it is that
// time.
bool Machine::wait_for_host(std::int64_t instant) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    for (;;) {
        const std::int64_t left = instant == hal::kNoAlarm ? instant : host_start_ + instant - host_now();
        if (left <= 0)
            return true;
        const timespec time{.tv_sec = left / kSecond, .tv_nsec = left % kSecond};
        if (ppoll(&input, is_console_awaited_ ? 1 : 0, &time, nullptr) <= 0)
            continue;
        now_ = std::clamp(host_now() - host_start_, now_, instant);
        is_console_awaited_ = false;
        interrupt([](void*) { Machine::the().on_console_input_(); }, nullptr);
        return false;
    }
}

}  // namespace baton::sim

namespace baton::hal {

std::int64_t clock_now() {
    return sim::Machine::the().now();
}

void compute_until(std::int64_t instant) {
    sim::Machine::the().compute_until(instant);
}

void clock_set_alarm(std::int64_t deadline) {
    sim::Machine::the().set_alarm(deadline);
}

bool idle_wait() {
    return sim::Machine::the().wait_for_interrupt();
}

InterruptState interrupts_save() {
    return sim::Machine::the().mask() ? 1 : 0;
}

void interrupts_restore(InterruptState state) {
    sim::Machine::the().unmask(state != 0);
}

bool in_interrupt() {
    return sim::Machine::the().in_interrupt();
}

void request_preemption() {
    sim::Machine::the().request_preemption();
}

}  // namespace baton::hal
