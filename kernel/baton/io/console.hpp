// The machine's console as a stream.
#pragma once

#include <atomic>
#include <baton/core/kernel.hpp>
#include <baton/io/stream.hpp>
#include <cstdint>

namespace baton {

// Reading waits for what is typed: the UART's interrupt on a target; the standard input in the simulator, where a file
// or pipe counts as typed already, and a terminal paces virtual time by the host's clock. Ctrl-D, or the end of the
// file, ends it. Writing is printing: it waits for the device, not for other tasks.
// Errors of reading: overflow, once after bytes were lost because they came faster than they were read.
class Console final : public Stream {
  public:
    constexpr Console() = default;

    // No more is written. What is typed can still be read.
    void close() override { closed_ = true; }
    bool is_readable() const override;
    bool is_writable() const override { return true; }
    // Whether bytes were lost and no read has said so yet.
    bool has_error() const override;

    // How many bytes were lost so far. Context: any.
    std::uint32_t overruns() const;

  protected:
    Result<std::size_t> do_read(std::span<std::byte> into, Timeout timeout) override;
    WriteResult do_write(std::span<const std::byte> from, Timeout timeout) override;
    WaitObject& readable() override { return readable_; }
    WaitObject& writable() override { return writable_; }

  private:
    struct Request;

    void listen();
    Result<std::size_t> take(std::span<std::byte> into);
    void serve_readers(Kernel& kernel);
    static void on_input();

    WaitObject readable_{"console"};
    WaitObject writable_{"console"};
    std::uint32_t overruns_told_ = 0;
    std::atomic<bool> is_posted_ = false;  // serve_readers() is in the inbox
    bool listening_ = false;
    bool closed_ = false;
};

// The console. There is one.
Console& console();

}  // namespace baton
