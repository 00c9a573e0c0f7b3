#include <baton/core/spawn.hpp>

namespace baton {

Status PooledTask::start() {
    Kernel& kernel = this_kernel();
    {
        const KernelEntry entry;
        if (state() != TaskState::created)
            return Status::invalid;
        kernel.reclaim();
        const std::span<std::byte> block = kernel.stacks() ? kernel.stacks()->take() : std::span<std::byte>();
        if (block.empty())
            return Status::no_memory;
        pool_ = kernel.stacks();
        set_stack(block);
    }
    return Task::start();
}

void PooledTask::dispose() {
    if (!pool_)
        return;
    const std::span<const std::byte> used = stack();
    std::exchange(pool_, nullptr)->give({const_cast<std::byte*>(used.data()), used.size()});
}

Status sleep(Timeout timeout) {
    if (timeout.has_passed()) {
        yield();
        return Status::ok;
    }
    const std::int64_t deadline = timeout.deadline();
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    return kernel.sleep_until(deadline);
}

// No KernelEntry: leaving that would be a scheduling point after the work's end.
void work_for(Duration cpu) {
    Kernel& kernel = this_kernel();
    hal::kernel_enter();
    kernel.work(cpu.count());
    hal::kernel_leave();
}

}  // namespace baton
