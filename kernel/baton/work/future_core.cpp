#include <baton/work/future_core.hpp>
#include <utility>

namespace baton::detail {

FutureCallback::~FutureCallback() {
    const NestedKernelEntry entry;
    check(stage_ != Stage::running || !Kernel::running(), Fatal::object_in_use, "a callback that runs");
    if (stage_ != Stage::listed)
        return;
    FutureCallback** link = &future_->callbacks_;
    while (*link != this)
        link = &(*link)->next_;
    *link = next_;
}

FutureCore::~FutureCore() {
    // What the tasks of a kernel that has ended held was not given back.
    check(!is_needed() || !Kernel::running(), Fatal::object_in_use, name());
}

Status FutureCore::wait() {
    const KernelEntry entry;
    return ready() ? Status::ok : Kernel::wait_for(*this, WaitReason::future);
}

Status FutureCore::wait(Timeout timeout) {
    const KernelEntry entry;
    return ready() ? Status::ok : Kernel::wait_for(*this, WaitReason::future, timeout);
}

Status FutureCore::add_callback(FutureCallback& callback) {
    {
        const KernelEntry entry;
        if (callback.stage_ != FutureCallback::Stage::idle)
            return Status::invalid;
        callback.future_ = this;
        if (!ready()) {
            callback.stage_ = FutureCallback::Stage::listed;
            FutureCallback** last = &callbacks_;
            while (*last)
                last = &(*last)->next_;
            *last = &callback;
            callback.next_ = nullptr;
            return Status::ok;
        }
        callback.stage_ = FutureCallback::Stage::running;
    }
    call(callback);
    return Status::ok;
}

void FutureCore::call(FutureCallback& callback) {
    callback.call(*this);
    const KernelEntry entry;
    callback.stage_ = FutureCallback::Stage::idle;
}

void FutureCore::run_callbacks() {
    while (FutureCallback* const callback = next_callback())
        call(*callback);
}

// Takes them one by one: while one runs, the owner of another may take it back.
FutureCallback* FutureCore::next_callback() {
    const NestedKernelEntry entry;
    FutureCallback* const first = callbacks_;
    if (first) {
        callbacks_ = first->next_;
        first->stage_ = FutureCallback::Stage::running;
    }
    return first;
}

void FutureCore::add_reader() {
    const NestedKernelEntry entry;
    ++readers_;
}

void FutureCore::drop_reader() {
    {
        const NestedKernelEntry entry;
        --readers_;
        if (is_needed())
            return;
    }
    recycle();
}

bool FutureCore::take_value() {
    const KernelEntry entry;
    return readers_ == 1 && !std::exchange(is_taken_, true);
}

void FutureCore::open() {
    const NestedKernelEntry entry;
    check(stage_ == Stage::idle && !is_needed(), Fatal::object_in_use, name());
    stage_ = Stage::pending;
    has_completer_ = true;
}

bool FutureCore::claim() {
    const NestedKernelEntry entry;
    if (stage_ != Stage::pending)
        return false;
    stage_ = Stage::claimed;
    return true;
}

bool FutureCore::seize() {
    const NestedKernelEntry entry;
    if (stage_ == Stage::done)
        return false;
    stage_ = Stage::claimed;
    return true;
}

void FutureCore::complete(Status status, void* value) {
    {
        const NestedKernelEntry entry;
        status_ = status;
        value_ = value;
        stage_ = Stage::done;
        if (has_waiters()) {
            Kernel& kernel = this_kernel();
            kernel.act(kernel.wake_all(*this, Status::ok));
        }
    }
    run_callbacks();
}

void FutureCore::drop_completer() {
    {
        const NestedKernelEntry entry;
        has_completer_ = false;
        if (is_needed())
            return;
    }
    recycle();
}

void FutureCore::reset() {
    const NestedKernelEntry entry;
    value_ = nullptr;
    status_ = Status::ok;
    stage_ = Stage::idle;
    is_taken_ = false;
}

}  // namespace baton::detail
