#include <algorithm>
#include <baton/core/kernel.hpp>
#include <baton/core/task.hpp>

#include "hal/stack.hpp"

namespace baton {

namespace {

constexpr std::byte kPaint = hal::kStackPaint ? std::byte{0xa5} : std::byte{0};

}  // namespace

Task::Task(const char* name, std::span<std::byte> stack) : WaitObject(name) {
    set_stack(stack);
}

Task::~Task() {
    check(!is_alive(), Fatal::object_in_use, name());
    Kernel::forget_memory(*this);
}

void Task::set_stack(std::span<std::byte> stack) {
    stack_ = stack;
    stack_limit_.address = stack.data();
    if constexpr (hal::kStackPaint && kConfig.checks)
        std::ranges::fill(stack, kPaint);
}

Status Task::start() {
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    if (state_ != TaskState::created || stack_.empty())
        return Status::invalid;
    kernel.act(kernel.start(*this));
    return Status::ok;
}

TaskState Task::state() const {
    const Kernel* const kernel = Kernel::running();
    return state_ == TaskState::ready && kernel && &kernel->current() == this ? TaskState::running : state_;
}

Status Task::join() {
    const KernelEntry entry;
    const Status status = can_join();
    return status == Status::would_block ? Kernel::wait_for(*this, WaitReason::join) : status;
}

Status Task::join(Timeout timeout) {
    const KernelEntry entry;
    const Status status = can_join();
    return status == Status::would_block ? Kernel::wait_for(*this, WaitReason::join, timeout) : status;
}

// Whether a join ends at once, and how: would_block if it does not.
Status Task::can_join() const {
    if (state_ == TaskState::finished)
        return Status::ok;
    if (state_ == TaskState::created)
        return Status::invalid;
    return &this_kernel().current() == this ? Status::deadlock : Status::would_block;
}

Status Task::set_daemon(bool daemon) {
    if (state_ != TaskState::created)
        return Status::invalid;
    daemon_ = daemon;
    return Status::ok;
}

Status Task::terminate() {
    const KernelEntry entry;
    if (state_ == TaskState::created)
        return Status::invalid;
    if (state_ != TaskState::finished)
        this_kernel().terminate(*this);
    return Status::ok;
}

Status Task::cancel() {
    const KernelEntry entry;
    if (!is_alive())
        return Status::invalid;
    Kernel& kernel = this_kernel();
    kernel.act(kernel.cancel(*this));
    return Status::ok;
}

Status Task::suspend() {
    const KernelEntry entry;
    if (!is_alive())
        return Status::invalid;
    this_kernel().suspend_task(*this);
    return Status::ok;
}

Status Task::resume() {
    const KernelEntry entry;
    if (!suspended_)
        return Status::invalid;
    Kernel& kernel = this_kernel();
    kernel.act(kernel.resume(*this));
    return Status::ok;
}

void Task::set_level(Level level) {
    if (!is_alive()) {
        base_level_ = level;
        return;
    }
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    kernel.act(kernel.set_base_level(*this, level));
}

std::span<WaitNode> Task::wait_nodes() const {
    if ((!is_waiting() && !prepared_) || wait_kind_ == WaitKind::none)
        return {};
    return wait_kind_ == WaitKind::wait ? wait_->nodes : std::span<WaitNode>(wait_node_, 1);
}

std::int64_t Task::wait_deadline() const {
    return is_waiting() && wait_kind_ == WaitKind::wait ? wait_->deadline() : hal::kNoAlarm;
}

std::size_t Task::stack_used() const {
    constexpr std::size_t kGuardWord = sizeof(std::uint32_t);
    if (stack_.size() < kGuardWord)
        return 0;
    const auto above = stack_.subspan(kGuardWord);
    const auto touched = std::ranges::find_if(above, [](std::byte value) { return value != kPaint; });
    return static_cast<std::size_t>(above.end() - touched);
}

TaskTimes Task::times() const {
    if constexpr (!kConfig.accounting)
        return {};
    const auto instant = [](std::int64_t nanoseconds) { return Clock::time_point(Duration(nanoseconds)); };
    const NestedKernelEntry entry;
    const Kernel* const kernel = is_alive() ? Kernel::running() : nullptr;
    return {.arrival = instant(accounting_.arrival_ns),
            .first_run = instant(accounting_.first_run_ns),
            .completion = instant(accounting_.completion_ns),
            .cpu = Duration(accounting_.cpu_ns + (kernel ? kernel->uncharged_cpu(*this) : 0)),
            .waiting = Duration(accounting_.waiting_ns + (kernel ? kernel->uncharged_waiting(*this) : 0))};
}

void Task::set_estimate(Duration burst) {
    accounting_.estimate_ns = burst.count();
    accounting_.is_estimate_given = true;
}

Status Task::set_deadline(Duration relative_deadline, Duration period) {
    if (state_ != TaskState::created || relative_deadline.count() <= 0 || period.count() < 0)
        return Status::invalid;
    accounting_.relative_deadline_ns = relative_deadline.count();
    accounting_.period_ns = period.count();
    return Status::ok;
}

}  // namespace baton
