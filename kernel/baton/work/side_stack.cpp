#include <baton/work/side_stack.hpp>

namespace baton::detail {

SideStack::~SideStack() {
    // A task that was stopped on it, by the kernel's end, is not on it any more.
    check(state_ != State::running || !Kernel::running(), Fatal::object_in_use, "a generator or coroutine that runs");
    release();
}

void SideStack::take_pooled_stack() {
    Kernel& kernel = this_kernel();
    const NestedKernelEntry entry;
    kernel.reclaim();
    pool_ = kernel.stacks();
    if (pool_)
        stack_ = pool_->take();
}

void SideStack::release() {
    destroy_body();
    const NestedKernelEntry entry;
    const std::span<std::byte> stack = std::exchange(stack_, {});
    if (pool_ && !stack.empty())
        pool_->give(stack);
}

void SideStack::check_stack(std::size_t body_bytes) const {
    check(reinterpret_cast<std::uintptr_t>(stack_.data()) % hal::kStackAlignment == 0, Fatal::invalid_argument,
          "a generator's or coroutine's stack is not aligned");
    check(body_bytes < stack_.size() / 2, Fatal::invalid_argument, "a generator's or coroutine's stack is too small");
}

void SideStack::entry(transfer_t from) {
    StackPoint& left = *static_cast<StackPoint*>(from.data);
    left.context = from.fctx;
    SideStack& self = *static_cast<SideStack*>(left.target);
    hal::kernel_leave();
    self.call_(self.body_);
    self.destroy_body();
    hal::kernel_enter();
    self.state_ = State::finished;
    self.leave_for_ever();
    __builtin_unreachable();
}

}  // namespace baton::detail
