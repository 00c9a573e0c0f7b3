// The one interface of everything that bytes can be read from and written to: console, pipe of bytes, socket, file.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/core/panic.hpp>
#include <baton/core/status.hpp>
#include <baton/core/wait.hpp>
#include <cstddef>
#include <span>
#include <string_view>

namespace baton {

// How a write ended, and how many bytes went in: a write that timed out, was cancelled or met the stream's end may have
// written a part.
struct [[nodiscard]] WriteResult {
    Status status;      // ok if everything went in
    std::size_t count;  // bytes
};

// Ends the run with a fatal report unless everything was written.
inline void expect_ok(const WriteResult& result) {
    expect_ok(result.status);
}

// A stream of bytes, read at one side and written at the other, or both.
//
// read() returns as soon as there is something, with 0 bytes only at the end of the stream, as in POSIX and Python
// (and if it was asked for none). write() returns when everything is written. The bytes of one write() stay together:
// those of another task's come before or behind them. Readers, and writers, are served by level, in arrival order
// within one.
//
// Context: task, unless stated. Yields: if it blocks, or if it wakes a task of a higher level and the kernel preempts.
// Errors, beside those named: cancelled, if it blocks; what a stream's class adds.
class Stream {
  public:
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // Takes what is there, at least one byte and at most as many as fit. Returns how many; 0 at the end of the stream.
    // Blocks: until there is a byte, or the end. Python: socket.recv, io.RawIOBase.readinto.
    Result<std::size_t> read(std::span<std::byte> into) { return do_read(into, Timeout::never()); }
    // The same, for a limited time. Errors: timeout, when nothing was read.
    Result<std::size_t> read(std::span<std::byte> into, Timeout timeout) { return do_read(into, timeout); }
    // The same if there is something now. Blocks: never. Errors: would_block.
    Result<std::size_t> try_read(std::span<std::byte> into);

    // Writes all bytes. Blocks: until there was room for all. Errors: closed if the stream was closed before all were
    // written. Python: socket.sendall.
    WriteResult write(std::span<const std::byte> from) { return do_write(from, Timeout::never()); }
    // The same, for a limited time. Errors: also timeout; `count` bytes are written then and will be read.
    WriteResult write(std::span<const std::byte> from, Timeout timeout) { return do_write(from, timeout); }
    // Writes as many as there is room for now, at least one, and returns how many (0 only if it was given none).
    // Blocks: never. Errors: would_block if there is no room; closed.
    Result<std::size_t> try_write(std::span<const std::byte> from);

    // The same for text: read(), try_read(), write(), try_write().
    Result<std::size_t> read(std::span<char> into) { return read(std::as_writable_bytes(into)); }
    Result<std::size_t> read(std::span<char> into, Timeout timeout) {
        return read(std::as_writable_bytes(into), timeout);
    }
    Result<std::size_t> try_read(std::span<char> into) { return try_read(std::as_writable_bytes(into)); }
    WriteResult write(std::string_view text) { return write(bytes_of(text)); }
    WriteResult write(std::string_view text, Timeout timeout) { return write(bytes_of(text), timeout); }
    Result<std::size_t> try_write(std::string_view text) { return try_write(bytes_of(text)); }

    // Ends the stream: nothing can be written any more, and tasks that wait for room get `closed`. What is in can still
    // be read; after that readers get the end. Closing again does nothing. Blocks: never.
    virtual void close() = 0;

    // is_readable(), is_writable(): whether a read(), or a write() of one byte, would return at once, be it with the
    // end or an error. Context: any.
    virtual bool is_readable() const = 0;
    virtual bool is_writable() const = 0;
    // Whether the stream has failed, so that reading and writing give errors. Context: any.
    virtual bool has_error() const = 0;

  protected:
    // do_read(), do_write(): what a kind of stream supplies. They are read() and write(), with a timeout that may be
    // zero or less (then the call does not block and says Status::timeout) or Timeout::never().
    virtual Result<std::size_t> do_read(std::span<std::byte> into, Timeout timeout) = 0;
    virtual WriteResult do_write(std::span<const std::byte> from, Timeout timeout) = 0;

    // readable(), writable(): where tasks wait that cannot read or write, for WaitReason::readable and writable. A node
    // whose `item` is null is that of a select, which waits for readiness and is woken with Status::ok when
    // is_readable() or is_writable() becomes true (what it then finds may have gone to others who were faster); any
    // other node's `item` is the business of the kind of stream.
    virtual WaitObject& readable() = 0;
    virtual WaitObject& writable() = 0;

    // For a stream that has just failed; the kernel is entered.
    Decision wake_on_error(Kernel& kernel) { return kernel.wake_all(failed_, Status::ok); }

    constexpr Stream() = default;
    ~Stream() = default;

  private:
    friend class StreamCase;

    static std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

    WaitObject failed_{"stream"};  // who waits for that
};

}  // namespace baton
