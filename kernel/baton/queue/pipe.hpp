// Messages between two ends, each of which can be closed.
#pragma once

#include <baton/queue/queue.hpp>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace baton {

namespace detail {

// Wakes who waits in poll() when a message has come, or none can come any more.
class PollObserver : public WaitObject {
  public:
    static constexpr WaitReason kItemReason = WaitReason::message;
    static constexpr WaitReason kRoomReason = WaitReason::message_room;

    using WaitObject::WaitObject;
    void on_accept() {}
    void on_store() {
        if (has_waiters()) {
            Kernel& kernel = this_kernel();
            kernel.act(on_close(kernel));
        }
    }
    Decision on_close(Kernel& kernel) { return kernel.wake_all(*this, Status::ok); }
};

// One direction of a pipe.
template <class T, std::size_t N>
class MessageQueue : public BasicQueue<T, FifoStore<T, N>, PollObserver> {
  public:
    using BasicQueue<T, FifoStore<T, N>, PollObserver>::BasicQueue;

    // Waits until a message is in, or the queue is closed, and takes nothing.
    template <class... Limit>
    Status poll(Limit... limit) {
        const KernelEntry entry;
        Status status = Status::ok;
        while (status == Status::ok && !is_ready())  // another receiver may have been faster
            status = Kernel::wait_for(this->observer(), WaitReason::message, limit...);
        return status;
    }
    bool is_ready() const { return !this->empty() || this->is_closed(); }
};

}  // namespace detail

// The end of a pipe that sends. Context of all functions: task.
template <class T, std::size_t N>
class PipeSender {
  public:
    // For pipes, which own the queue.
    explicit PipeSender(detail::MessageQueue<T, N>& out) : out_(out) {}
    PipeSender(const PipeSender&) = delete;
    PipeSender& operator=(const PipeSender&) = delete;

    // Sends a message. Blocks: until there is room. Yields: if it blocks, or if it wakes a task of a higher level and
    // the kernel preempts. Errors: cancelled; closed if either end is. If the message was not sent, an rvalue argument
    // keeps it.
    Status send(T&& message) { return out_.put(std::move(message)); }
    Status send(const T& message) { return out_.put(message); }
    // The same, for a limited time. Errors: also timeout.
    Status send(T&& message, Timeout timeout) { return out_.put(std::move(message), timeout); }
    Status send(const T& message, Timeout timeout) { return out_.put(message, timeout); }
    // The same if there is room now. Blocks: never. Errors: would_block; closed.
    Status try_send(T&& message) { return out_.try_put(std::move(message)); }
    Status try_send(const T& message) { return out_.try_put(message); }

    // Nothing is sent any more: the other end receives what was sent, and then `closed`. Closing again does nothing.
    // Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    void close() { out_.close(); }

  private:
    detail::MessageQueue<T, N>& out_;
};

// The end of a pipe that receives. Context of all functions: task.
template <class T, std::size_t N>
class PipeReceiver {
  public:
    // For pipes, which own the queue.
    explicit PipeReceiver(detail::MessageQueue<T, N>& in) : in_(in) {}
    PipeReceiver(const PipeReceiver&) = delete;
    PipeReceiver& operator=(const PipeReceiver&) = delete;

    // Takes the next message. Blocks: until there is one. Yields: if it blocks, or if it wakes a task of a higher level
    // and the kernel preempts. Errors: cancelled; closed if this end is closed, or if the other one is and all that it
    // sent was received (Python: EOFError).
    Result<T> recv() { return open_ ? in_.get() : closed(); }
    // The same, for a limited time. Errors: also timeout.
    Result<T> recv(Timeout timeout) { return open_ ? in_.get(timeout) : closed(); }
    // The same if there is a message now. Blocks: never. Errors: would_block; closed.
    Result<T> try_recv() { return open_ ? in_.try_get() : closed(); }

    // Waits until recv() would not block: there is a message, which stays, or either end is closed.
    // Blocks: until then. Yields: if it blocks. Errors: cancelled. Python: Connection.poll.
    Status poll() { return in_.poll(); }
    // The same, for a limited time. Errors: also timeout.
    Status poll(Timeout timeout) { return in_.poll(absolute(timeout)); }
    // Whether recv() would not block now. Blocks: never. Errors: would_block.
    Status try_poll() const { return in_.is_ready() ? Status::ok : Status::would_block; }

    // Nothing is received any more: senders get `closed`, and messages that were not received are destroyed. Closing
    // again does nothing. Blocks: never. Yields: if it wakes a task of a higher level and the kernel preempts.
    void close() {
        open_ = false;
        in_.close();
        while (in_.try_get())
            ;
    }

  private:
    static Result<T> closed() { return Unexpected(Status::closed); }
    static Timeout absolute(Timeout timeout) { return Clock::time_point(Duration(timeout.deadline())); }

    detail::MessageQueue<T, N>& in_;
    bool open_ = true;
};

// One of the two ends of a duplex pipe: sends to the other one and receives from it.
template <class T, std::size_t N>
class PipeConnection : public PipeSender<T, N>, public PipeReceiver<T, N> {
  public:
    // For pipes, which own the queues.
    PipeConnection(detail::MessageQueue<T, N>& in, detail::MessageQueue<T, N>& out)
        : PipeSender<T, N>(out), PipeReceiver<T, N>(in) {}

    // Closes both directions: the other end receives what was sent, and then `closed`; what it sends is refused.
    void close() {
        PipeSender<T, N>::close();
        PipeReceiver<T, N>::close();
    }
};

// Two connected ends; messages of type T go both ways, up to N waiting in each. Static storage.
// `auto& [mine, yours] = pipe;` names the ends. Python: multiprocessing.Pipe().
template <class T, std::size_t N>
class Pipe {
  public:
    using First = PipeConnection<T, N>;   // what first() refers to
    using Second = PipeConnection<T, N>;  // and second()

    // `name`, if given, must outlive the pipe; reports show it.
    explicit Pipe(const char* name = nullptr) : forth_(static_cast<int>(N), name), back_(static_cast<int>(N), name) {}

    // first(), second(): the ends. Context: any.
    First& first() { return first_; }
    Second& second() { return second_; }

  private:
    detail::MessageQueue<T, N> forth_;
    detail::MessageQueue<T, N> back_;
    First first_{back_, forth_};
    Second second_{forth_, back_};
};

// The same for one way: the first end receives, the second one sends. Python: multiprocessing.Pipe(duplex=False).
template <class T, std::size_t N>
class SimplexPipe {
  public:
    using First = PipeReceiver<T, N>;  // what first() refers to
    using Second = PipeSender<T, N>;   // and second()

    // `name`, if given, must outlive the pipe; reports show it.
    explicit SimplexPipe(const char* name = nullptr) : messages_(static_cast<int>(N), name) {}

    // first(), second(), receiver(), sender(): the ends, by number and by what they do. Context: any.
    First& first() { return first_; }
    Second& second() { return second_; }
    First& receiver() { return first_; }
    Second& sender() { return second_; }

  private:
    detail::MessageQueue<T, N> messages_;
    First first_{messages_};
    Second second_{messages_};
};

// What `auto& [first, second] = pipe` needs.
template <std::size_t I, class T, std::size_t N>
auto& get(Pipe<T, N>& pipe) {
    if constexpr (I == 0)
        return pipe.first();
    else
        return pipe.second();
}
template <std::size_t I, class T, std::size_t N>
auto& get(SimplexPipe<T, N>& pipe) {
    if constexpr (I == 0)
        return pipe.first();
    else
        return pipe.second();
}

}  // namespace baton

template <class T, std::size_t N>
struct std::tuple_size<baton::Pipe<T, N>> : std::integral_constant<std::size_t, 2> {};
template <class T, std::size_t N>
struct std::tuple_size<baton::SimplexPipe<T, N>> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I, class T, std::size_t N>
struct std::tuple_element<I, baton::Pipe<T, N>>
    : std::conditional<I == 0, typename baton::Pipe<T, N>::First, typename baton::Pipe<T, N>::Second> {};
template <std::size_t I, class T, std::size_t N>
struct std::tuple_element<I, baton::SimplexPipe<T, N>>
    : std::conditional<I == 0, typename baton::SimplexPipe<T, N>::First, typename baton::SimplexPipe<T, N>::Second> {};
