#include <baton/io/console.hpp>

#include "hal/console.hpp"

namespace baton {

namespace {

constinit Console the_console;

std::span<char> as_text(std::span<std::byte> bytes) {
    return {reinterpret_cast<char*>(bytes.data()), bytes.size()};
}

}  // namespace

// A task that waits for bytes.
struct Console::Request {
    std::span<std::byte> into;
    Result<std::size_t> result = 0;
};

Console& console() {
    return the_console;
}

bool Console::is_readable() const {
    return has_error() || hal::console_input() != hal::ConsoleInput::none;
}

bool Console::has_error() const {
    return overruns() != overruns_told_;
}

std::uint32_t Console::overruns() const {
    return hal::console_overruns();
}

void Console::listen() {
    if (listening_)
        return;
    listening_ = true;
    hal::console_listen(on_input);
}

Result<std::size_t> Console::do_read(std::span<std::byte> into, Timeout timeout) {
    const KernelEntry entry;
    if (into.empty())
        return 0;
    listen();
    if (!readable_.has_waiters() && is_readable())
        return take(into);
    Request request{.into = into};
    if (const Status status = Kernel::wait_for(readable_, WaitReason::readable, timeout, &request);
        status != Status::ok)
        return Unexpected(status);
    return request.result;
}

WriteResult Console::do_write(std::span<const std::byte> from, Timeout) {
    if (closed_)
        return {Status::closed, 0};
    hal::console_write(hal::ConsoleStream::output, {reinterpret_cast<const char*>(from.data()), from.size()});
    return {Status::ok, from.size()};
}

// There is something to take: bytes, the end, or an error to tell.
Result<std::size_t> Console::take(std::span<std::byte> into) {
    if (has_error()) {
        overruns_told_ = overruns();
        return Unexpected(Status::overflow);
    }
    return hal::console_read(as_text(into));
}

// Gives what has come to those who wait, in their order.
void Console::serve_readers(Kernel& kernel) {
    is_posted_.store(false);
    for (WaitNode* node = Kernel::first_waiter(readable_); node && is_readable();) {
        WaitNode& served = *std::exchange(node, node->next);
        if (auto* const request = static_cast<Request*>(served.item))
            request->result = take(request->into);
        (void)kernel.wake(served, Status::ok);
    }
}

void Console::on_input() {
    Kernel* const kernel = Kernel::running();
    if (!kernel || the_console.is_posted_.exchange(true))
        return;
    const Status status = kernel->post(
        [](Kernel& running, void* stream) { static_cast<Console*>(stream)->serve_readers(running); }, &the_console);
    // The inbox is full, and has counted the loss: the next byte tries again.
    if (status != Status::ok)
        the_console.is_posted_.store(false);
}

}  // namespace baton
