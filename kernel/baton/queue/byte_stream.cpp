#include <algorithm>
#include <baton/queue/byte_stream.hpp>
#include <cstring>

namespace baton {

namespace {

std::size_t copy(std::span<const std::byte> from, std::span<std::byte> into) {
    const std::size_t count = std::min(from.size(), into.size());
    if (count > 0)
        std::memcpy(into.data(), from.data(), count);
    return count;
}

constexpr Decision either(Decision a, Decision b) {
    return a == Decision::reschedule ? a : b;
}

}  // namespace

std::size_t detail::ByteRing::push(std::span<const std::byte> from) {
    const std::size_t count = std::min(from.size(), capacity() - size_);
    const std::size_t back = (front_ + size_) % capacity();
    const std::size_t up_to_end = copy(from.first(count), storage_.subspan(back));
    copy(from.subspan(up_to_end, count - up_to_end), storage_);
    size_ += count;
    return count;
}

std::size_t detail::ByteRing::pop(std::span<std::byte> into) {
    const std::size_t count = std::min(into.size(), size_);
    const std::size_t up_to_end = copy(storage_.subspan(front_), into.first(count));
    copy(storage_, into.subspan(up_to_end, count - up_to_end));
    front_ = (front_ + count) % capacity();
    size_ -= count;
    return count;
}

Result<std::size_t> BasicByteStream::do_read(std::span<std::byte> into, Timeout timeout) {
    const KernelEntry entry;
    if (into.empty())
        return 0;
    if (!ring_.empty()) {
        Kernel& kernel = this_kernel();
        Decision decision = Decision::stay;
        std::size_t count = 0;
        do {  // what waiting writers have left may fit in too
            count += ring_.pop(into.subspan(count));
            decision = either(decision, serve_writers(kernel));
        } while (count < into.size() && !ring_.empty());
        kernel.act(decision);
        return count;
    }
    if (closed_)
        return 0;
    ReadRequest request{into};
    const Status status = Kernel::wait_for(readable_, WaitReason::readable, timeout, &request);
    if (status != Status::ok)
        return Unexpected(status);
    return request.count;
}

WriteResult BasicByteStream::do_write(std::span<const std::byte> from, Timeout timeout) {
    const KernelEntry entry;
    if (closed_)
        return {Status::closed, 0};
    Kernel& kernel = this_kernel();
    WriteRequest request{from};
    const Decision decision = serve_readers(kernel, request);
    request.count += ring_.push(request.rest());
    Status status = Status::ok;
    if (!request.is_done())
        status = Kernel::wait_for(writable_, WaitReason::writable, timeout, &request);
    kernel.act(decision);  // a wait that timed out at once has let nobody run
    return {status, request.count};
}

void BasicByteStream::close() {
    const KernelEntry entry;
    Kernel& kernel = this_kernel();
    closed_ = true;
    Decision decision = kernel.wake_all(readable_, Status::ok);  // readers find that they were given nothing: the end
    while (WaitNode* const writer = Kernel::first_waiter(writable_))
        decision = either(decision, kernel.wake(*writer, writer->item ? Status::closed : Status::ok));
    kernel.act(decision);
}

// Gives what is to be written to those who wait, in their order: bytes to readers, and a hint to who waits for
// readiness, as long as any are left.
Decision BasicByteStream::serve_readers(Kernel& kernel, WriteRequest& request) {
    Decision decision = Decision::stay;
    while (!request.is_done()) {
        WaitNode* const node = Kernel::first_waiter(readable_);
        if (!node)
            break;
        if (ReadRequest* const reader = static_cast<ReadRequest*>(node->item)) {
            reader->count = copy(request.rest(), reader->into);
            request.count += reader->count;
        }
        decision = either(decision, kernel.wake(*node, Status::ok));
    }
    return decision;
}

// Takes in what waiting writers have left, as long as there is room, and tells who waits for room.
Decision BasicByteStream::serve_writers(Kernel& kernel) {
    Decision decision = Decision::stay;
    while (!ring_.full()) {
        WaitNode* const node = next_writer();
        if (!node)
            break;
        if (WriteRequest* const writer = static_cast<WriteRequest*>(node->item)) {
            writer->count += ring_.push(writer->rest());
            if (!writer->is_done())
                break;
        }
        decision = either(decision, kernel.wake(*node, Status::ok));
    }
    return decision;
}

// The writer that has begun, else the first who waits for room.
WaitNode* BasicByteStream::next_writer() {
    WaitNode* const first = Kernel::first_waiter(writable_);
    for (WaitNode* node = first; node; node = node->next)
        if (node->item && static_cast<const WriteRequest*>(node->item)->count > 0)
            return node;
    return first;
}

}  // namespace baton
