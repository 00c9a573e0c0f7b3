// What a UART's driver keeps of the received bytes until a task takes them: a ring that one interrupt fills and one
// task at a time empties. For every board whose console is a UART.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "hal/console.hpp"

namespace baton::hal {

class UartInput {
  public:
    // --- For the driver, in its interrupt or masked ----------------------------------------------------------------

    // Also at the end of input: there is no use in more.
    bool is_full() const { return is_ended() || head_.load() - tail_.load() == kBytes; }
    bool is_ended() const { return ended_.load(); }

    // Adds a byte; there is room.
    void put(char byte) {
        if (byte == kEndOfInput) {
            ended_.store(true);
            return;
        }
        const std::uint32_t head = head_.load();
        bytes_[head % kBytes] = byte;
        head_.store(head + 1);
    }
    void count_overrun() { overruns_.store(overruns_.load() + 1); }
    void tell_listener() const {
        if (listener_)
            listener_();
    }

    // --- For a task ------------------------------------------------------------------------------------------------

    void listen(void (*on_input)()) { listener_ = on_input; }
    // Whether the next byte's interrupt would be of use.
    bool is_heard() const { return listener_ && !is_full(); }

    std::size_t take(std::span<char> buffer) {
        std::size_t size = 0;
        std::uint32_t tail = tail_.load();
        for (const std::uint32_t head = head_.load(); tail != head && size < buffer.size(); ++tail)
            buffer[size++] = bytes_[tail % kBytes];
        tail_.store(tail);
        return size;
    }
    ConsoleInput state() const {
        if (head_.load() != tail_.load())
            return ConsoleInput::bytes;
        return is_ended() ? ConsoleInput::ended : ConsoleInput::none;
    }
    std::uint32_t overruns() const { return overruns_.load(); }

  private:
    static constexpr std::uint32_t kBytes = 256;

    void (*listener_)() = nullptr;
    std::array<char, kBytes> bytes_{};
    std::atomic<std::uint32_t> head_ = 0;  // bytes put
    std::atomic<std::uint32_t> tail_ = 0;  // bytes taken
    std::atomic<std::uint32_t> overruns_ = 0;
    std::atomic<bool> ended_ = false;
};

}  // namespace baton::hal
