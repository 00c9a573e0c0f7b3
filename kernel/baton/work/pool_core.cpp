#include <baton/core/switching.hpp>
#include <baton/work/pool_core.hpp>

namespace baton::detail {

void PoolSlot::run() {
    job_->run(*this);
    pool_.note_ended(*this);
    drop_completer();
}

void PoolSlot::fail(Status error) {
    job_->fail(*this, error);
    drop_completer();
}

void PoolSlot::recycle() {
    job_->destroy();
    reset();
    pool_.give_back(*this);
}

void PoolCore::add_slot(PoolSlot& slot) {
    slot.next_ = free_;
    free_ = &slot;
}

bool PoolCore::take_free(PoolSlot*& slot) {
    if (!free_)
        return false;
    slot = free_;
    free_ = slot->next_;
    return true;
}

Status PoolCore::reserve(PoolSlot*& slot, Timeout timeout) {
    const KernelEntry entry;
    if (closed_)
        return Status::closed;
    return take_free(slot) ? Status::ok : Kernel::wait_for(submitters_, WaitReason::queue_room, timeout, &slot);
}

Status PoolCore::try_reserve(PoolSlot*& slot) {
    const KernelEntry entry;
    if (closed_)
        return Status::closed;
    return take_free(slot) ? Status::ok : Status::would_block;
}

// The slot goes to the first task that waits for one.
void PoolCore::give_back(PoolSlot& slot) {
    const NestedKernelEntry entry;
    if (!submitters_.has_waiters()) {
        add_slot(slot);
        return;
    }
    Kernel& kernel = this_kernel();
    *static_cast<PoolSlot**>(Kernel::first_waiter(submitters_)->item) = &slot;
    kernel.act(kernel.wake_first(submitters_, Status::ok));
}

Status PoolCore::start_worker() {
    if (workers_.has_waiters())
        return Status::ok;
    bool any_alive = false;
    for (std::size_t index = 0; index < worker_count(); ++index) {
        Task& task = worker(index);
        if (task.state() == TaskState::created && task.start() != Status::no_memory)
            return Status::ok;
        any_alive = any_alive || task.is_alive();
    }
    return any_alive ? Status::ok : Status::no_memory;
}

Status PoolCore::post(PoolSlot& slot) {
    const KernelEntry entry;
    if (closed_)
        return Status::closed;
    if (workers_.has_waiters()) {
        Kernel& kernel = this_kernel();
        WaitNode& worker = *Kernel::first_waiter(workers_);
        *static_cast<PoolSlot**>(worker.item) = &slot;
        slot.worker_ = worker.task;
        note_begun(slot);
        kernel.act(kernel.wake_first(workers_, Status::ok));
        return Status::ok;
    }
    slot.next_ = nullptr;
    (first_ ? last_->next_ : first_) = &slot;
    last_ = &slot;
    return Status::ok;
}

void PoolCore::work() {
    while (PoolSlot* const slot = next_job())
        slot->run();
}

// Null when there is none and no more can come.
PoolSlot* PoolCore::next_job() {
    const KernelEntry entry;
    if (PoolSlot* const slot = first_) {
        first_ = slot->next_;
        slot->worker_ = &this_kernel().current();
        note_begun(*slot);
        return slot;
    }
    PoolSlot* slot = nullptr;
    if (!closed_)
        (void)Kernel::wait_for(workers_, WaitReason::queue_item, &slot);
    return slot;
}

// Entered.
void PoolCore::note_begun(PoolSlot& slot) {
    slot.next_ = begun_;
    begun_ = &slot;
}

void PoolCore::note_ended(PoolSlot& slot) {
    const KernelEntry entry;
    PoolSlot** link = &begun_;
    while (*link != &slot)
        link = &(*link)->next_;
    *link = slot.next_;
}

// A job that was begun, but not by the caller, or null.
PoolSlot* PoolCore::take_begun_by_others() {
    const KernelEntry entry;
    PoolSlot** link = &begun_;
    while (*link && (*link)->worker_ == &this_kernel().current())
        link = &(*link)->next_;
    PoolSlot* const slot = *link;
    if (slot)
        *link = slot->next_;
    return slot;
}

void PoolCore::close() {
    const KernelEntry entry;
    Kernel& kernel = this_kernel();
    closed_ = true;
    const Decision workers = kernel.wake_all(workers_, Status::closed);
    const Decision submitters = kernel.wake_all(submitters_, Status::closed);
    kernel.act(workers == Decision::reschedule ? workers : submitters);
}

void PoolCore::terminate() {
    PoolSlot* dropped = nullptr;
    {
        const KernelEntry entry;
        dropped = std::exchange(first_, nullptr);
        closed_ = true;
    }
    close();
    for (std::size_t index = 0; index < worker_count(); ++index)
        if (Task& task = worker(index); &task != &this_kernel().current())
            (void)task.terminate();
    while (PoolSlot* const slot = take_begun_by_others())
        slot->fail(Status::closed);
    while (dropped)
        std::exchange(dropped, dropped->next_)->fail(Status::closed);
}

Status PoolCore::join(Timeout timeout) {
    if (!closed_)
        return Status::invalid;
    const Timeout deadline = timeout.absolute();
    for (std::size_t index = 0; index < worker_count(); ++index) {
        Task& task = worker(index);
        if (task.state() == TaskState::created)
            continue;
        if (const Status status = task.join(deadline); status != Status::ok)
            return status;
    }
    return Status::ok;
}

void MapTally::finish(std::size_t index, Status status, bool& is_finished) {
    const KernelEntry entry;
    if (std::exchange(is_finished, true))
        return;
    if (status != Status::ok && index < first_failed_) {
        first_failed_ = index;
        status_ = status;
    }
    if (--unfinished_ == 0 && has_waiters())
        this_kernel().wake_first_and_act(*this, Status::ok);
}

Status MapTally::wait() {
    const KernelEntry entry;
    Status waited = Status::ok;
    while (unfinished_ > 0)
        if (const Status status = Kernel::wait_for(*this, WaitReason::future); status != Status::ok)
            waited = status;
    return waited == Status::ok ? status_ : waited;
}

}  // namespace baton::detail
