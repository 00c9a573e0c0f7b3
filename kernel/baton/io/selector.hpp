// Many streams at once, with what the caller wants to remember of each.
#pragma once

#include <algorithm>
#include <array>
#include <baton/io/select.hpp>
#include <cstddef>
#include <cstdint>
#include <span>

namespace baton {

// What to wait for, and what was found: any of them together.
enum class StreamEvents : std::uint8_t { none = 0, read = 1, write = 2, error = 4 };

// Both.
constexpr StreamEvents operator|(StreamEvents a, StreamEvents b) {
    return static_cast<StreamEvents>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
// What they have in common.
constexpr StreamEvents operator&(StreamEvents a, StreamEvents b) {
    return static_cast<StreamEvents>(static_cast<std::uint8_t>(a) & static_cast<std::uint8_t>(b));
}

// What a Selector knows of a stream.
struct SelectorKey {
    Stream* stream = nullptr;                  // the stream
    StreamEvents events = StreamEvents::none;  // what to wait for; what has happened
    void* data = nullptr;                      // the caller's
};

// What selectors of all sizes share.
class BasicSelector {
  public:
    BasicSelector(const BasicSelector&) = delete;
    BasicSelector& operator=(const BasicSelector&) = delete;

    // Waits for `events` of `stream` from now on; `data` comes back with them.
    // Errors: invalid if the stream is registered already or no event is given; no_memory if the selector is full.
    Status register_stream(Stream& stream, StreamEvents events, void* data = nullptr);
    // Changes events and data. Errors: invalid if the stream is not registered or no event is given.
    Status modify(Stream& stream, StreamEvents events, void* data = nullptr);
    // Errors: invalid if the stream is not registered.
    Status unregister(Stream& stream);

    // How many streams are registered.
    std::size_t size() const { return size_; }
    // What is known of a stream; null if it is not registered.
    const SelectorKey* find(const Stream& stream) const;

    // Waits until at least one event has happened, and writes those that have into `ready`, one entry a stream, with
    // the events that were found. If there are more than fit, the others come first the next time. Returns how many;
    // 0 if the time was over. Blocks: until then. Yields: if it blocks. Errors: cancelled.
    // One task at a time selects. Cost: O(streams).
    Result<std::size_t> select(std::span<SelectorKey> ready, Timeout timeout = Timeout::never());

  protected:
    // A selector with room in these for its streams, and for three cases of each.
    BasicSelector(std::span<SelectorKey> keys, std::span<StreamCase> cases, std::span<SelectCase*> pointers,
                  std::span<WaitNode> nodes)
        : keys_(keys), cases_(cases), pointers_(pointers), nodes_(nodes) {}
    ~BasicSelector() = default;

  private:
    SelectorKey* find_key(const Stream& stream);
    std::size_t collect(std::span<SelectorKey> ready);
    std::size_t make_cases();

    std::span<SelectorKey> keys_;
    std::span<StreamCase> cases_;
    std::span<SelectCase*> pointers_;
    std::span<WaitNode> nodes_;
    std::size_t size_ = 0;
    std::size_t next_ = 0;  // where the next search begins
};

// A selector of up to N streams. Python: selectors.DefaultSelector. Context of all functions: task.
template <std::size_t N>
class Selector : public BasicSelector {
  public:
    // A selector of no streams.
    Selector() : BasicSelector(keys_, cases_, pointers_, nodes_) {}

  private:
    static constexpr std::size_t kEvents = 3;

    std::array<SelectorKey, N> keys_;
    std::array<StreamCase, kEvents * N> cases_;
    std::array<SelectCase*, kEvents * N> pointers_;
    std::array<WaitNode, kEvents * N> nodes_;
};

namespace io {

// The streams of a list that are ready.
template <std::size_t N>
struct ReadyStreams {
    std::array<Stream*, N> streams{};  // those that are ready stand in front
    std::size_t count = 0;             // how many are

    // begin(), end(): those that are ready.
    auto begin() const { return streams.begin(); }
    auto end() const { return streams.begin() + static_cast<std::ptrdiff_t>(count); }
    // Whether `stream` is ready.
    bool contains(const Stream& stream) const { return std::find(begin(), end(), &stream) != end(); }
};

// How io::select() ended: ok, timeout or cancelled; and what was ready.
template <std::size_t R, std::size_t W, std::size_t E>
struct [[nodiscard]] SelectResult {
    Status status = Status::ok;  // ok, timeout or cancelled
    ReadyStreams<R> readers;     // can be read
    ReadyStreams<W> writers;     // can be written
    ReadyStreams<E> errors;      // have failed
};

// An empty list for select().
inline constexpr std::array<Stream*, 0> kNone{};

// Waits until at least one of `readers` can be read, of `writers` be written, or of `errors` has failed, and says which
// all. Python: select.select. Context: task. Blocks: until then, or the timeout. Yields: if it blocks.
// Errors: timeout; cancelled. Cost: O(streams). Memory: the caller's stack.
template <std::size_t R, std::size_t W, std::size_t E>
SelectResult<R, W, E> select(const std::array<Stream*, R>& readers, const std::array<Stream*, W>& writers,
                             const std::array<Stream*, E>& errors, Timeout timeout = Timeout::never()) {
    std::array<StreamCase, R + W + E> cases;
    std::array<SelectCase*, R + W + E> pointers;
    std::array<WaitNode, R + W + E> nodes;
    std::size_t size = 0;
    const auto add = [&](const auto& streams, StreamCase::Event event) {
        for (Stream* const stream : streams) {
            cases[size].set(*stream, event);
            pointers[size] = &cases[size];
            ++size;
        }
    };
    add(readers, StreamCase::Event::readable);
    add(writers, StreamCase::Event::writable);
    add(errors, StreamCase::Event::failed);

    const Timeout limit = timeout.absolute();
    for (;;) {
        SelectResult<R, W, E> result;
        result.status = select_among(pointers, nodes, limit).status;
        std::size_t index = 0;
        std::size_t ready = 0;
        const auto collect = [&](const auto& streams, auto& list) {
            for (Stream* const stream : streams)
                if (cases[index++].is_ready())
                    list.streams[list.count++] = stream;
            ready += list.count;
        };
        collect(readers, result.readers);
        collect(writers, result.writers);
        collect(errors, result.errors);
        if (ready > 0)
            result.status = Status::ok;
        if (result.status != Status::ok || ready > 0)
            return result;
        // Somebody else was faster.
    }
}

}  // namespace io

}  // namespace baton
