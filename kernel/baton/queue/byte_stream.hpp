// A stream in memory: bytes from tasks to tasks.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/io/stream.hpp>
#include <cstddef>
#include <span>

namespace baton {

namespace detail {

// Bytes, first in, first out.
class ByteRing {
  public:
    explicit ByteRing(std::span<std::byte> storage) : storage_(storage) {}

    std::size_t size() const { return size_; }
    std::size_t capacity() const { return storage_.size(); }
    bool empty() const { return size_ == 0; }
    bool full() const { return size_ == storage_.size(); }

    // As many as there is room for, or as there are; how many.
    std::size_t push(std::span<const std::byte> from);
    std::size_t pop(std::span<std::byte> into);

  private:
    std::span<std::byte> storage_;
    std::size_t front_ = 0;
    std::size_t size_ = 0;
};

}  // namespace detail

// What byte streams of all sizes share.
class BasicByteStream : public Stream {
  public:
    void close() override;

    // is_readable(), is_writable(): as for every stream.
    bool is_readable() const override { return !ring_.empty() || closed_; }
    bool is_writable() const override { return !ring_.full() || closed_; }
    // A byte stream never fails.
    bool has_error() const override { return false; }

    // size(), capacity(), empty(), full(), is_closed(): the state now; another task may change it as soon as the caller
    // gives up the CPU. Context: any.
    std::size_t size() const { return ring_.size(); }
    std::size_t capacity() const { return ring_.capacity(); }
    bool empty() const { return ring_.empty(); }
    bool full() const { return ring_.full(); }
    bool is_closed() const { return closed_; }
    // What reports call it. Context: any.
    const char* name() const { return readable_.name(); }

  protected:
    // A stream in `storage`, which must outlive it.
    BasicByteStream(std::span<std::byte> storage, const char* name)
        : ring_(storage), readable_(name), writable_(name) {}
    ~BasicByteStream() = default;

    // do_read(), do_write(), readable(), writable(): what Stream wants of a kind of stream.
    Result<std::size_t> do_read(std::span<std::byte> into, Timeout timeout) override;
    WriteResult do_write(std::span<const std::byte> from, Timeout timeout) override;
    WaitObject& readable() override { return readable_; }
    WaitObject& writable() override { return writable_; }

  private:
    // What waiting tasks want: the `item` of their nodes. The other side moves the bytes.
    struct ReadRequest {
        std::span<std::byte> into;
        std::size_t count = 0;
    };
    struct WriteRequest {
        std::span<const std::byte> from;
        std::size_t count = 0;

        std::span<const std::byte> rest() const { return from.subspan(count); }
        bool is_done() const { return count == from.size(); }
    };

    Decision serve_readers(Kernel& kernel, WriteRequest& request);
    Decision serve_writers(Kernel& kernel);
    WaitNode* next_writer();

    detail::ByteRing ring_;
    WaitObject readable_;  // if a task waits here, the ring is empty
    WaitObject writable_;  // if a task waits here, the ring is full
    bool closed_ = false;
};

// A Stream with room for N bytes, in memory. Bytes are handed over directly: what is written while a task waits in
// read() goes into that task's buffer, and what a waiting writer has left enters as soon as there is room. A writer
// whose bytes have begun to enter comes before all others, of whatever level, so that its bytes stay together.
// Cost: copies each byte once or twice, with preemption held off. Python: os.pipe; FreeRTOS: stream buffer.
template <std::size_t N>
class ByteStream : public BasicByteStream {
    static_assert(N > 0);

  public:
    // `name`, if given, must outlive the stream; reports show it.
    explicit ByteStream(const char* name = nullptr) : BasicByteStream(storage_, name) {}

  private:
    std::byte storage_[N];
};

}  // namespace baton
