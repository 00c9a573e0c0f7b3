// hal/console.hpp: UART 0, polled; what is wrong goes to the debugger.
#include "hal/console.hpp"

#include <board.hpp>

#include "hal/interrupts.hpp"
#include "hal/semihosting/error_console.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kTransmitterFull = 1, kReceived = 2;
constexpr std::uint32_t kTransmitterOn = 1, kReceiverOn = 2;
constexpr std::uint32_t kBaud = 115'200;

// Switches on, and only on: QEMU takes its stdin while the receiver is on, so a program that never reads leaves it
// alone.
void switch_on(std::uint32_t parts) {
    Uart& uart = uart0();
    if ((uart.control & parts) == parts)
        return;
    uart.divider = kClockHz / kBaud;
    uart.control = uart.control | parts;
}

bool send_if_free(char character) {
    Uart& uart = uart0();
    // Nobody else may send between the look and the sending: the byte would be lost.
    const InterruptState state = interrupts_save();
    const bool free = (uart.state & kTransmitterFull) == 0;
    if (free)
        uart.data = static_cast<unsigned char>(character);
    interrupts_restore(state);
    return free;
}

}  // namespace

void console_write(ConsoleStream stream, std::string_view text) {
    if (stream == ConsoleStream::error) {
        error_console_write(text);
        return;
    }
    switch_on(kTransmitterOn);
    for (const char character : text)
        while (!send_if_free(character)) {
        }
}

std::size_t console_read(std::span<char> buffer) {
    switch_on(kReceiverOn);
    Uart& uart = uart0();
    std::size_t size = 0;
    while (size < buffer.size() && (uart.state & kReceived) != 0)
        buffer[size++] = static_cast<char>(uart.data);
    return size;
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
