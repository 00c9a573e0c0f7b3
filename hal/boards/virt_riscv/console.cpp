// hal/console.hpp: the UART, polled; what is wrong goes to the debugger.
#include "hal/console.hpp"

#include "hal/boards/virt_riscv/board.hpp"
#include "hal/interrupts.hpp"
#include "hal/semihosting/error_console.hpp"

namespace baton::hal {

namespace {

constexpr std::uint8_t kReceived = 1 << 0, kRoom = 1 << 5;

bool send_if_free(char character) {
    Uart& uart = uart0();
    // Nobody else may send between the look and the sending: the byte would be lost.
    const InterruptState state = interrupts_save();
    const bool free = (uart.line_status & kRoom) != 0;
    if (free)
        uart.data = static_cast<std::uint8_t>(character);
    interrupts_restore(state);
    return free;
}

}  // namespace

void console_write(ConsoleStream stream, std::string_view text) {
    if (stream == ConsoleStream::error) {
        error_console_write(text);
        return;
    }
    for (const char character : text)
        while (!send_if_free(character)) {
        }
}

std::size_t console_read(std::span<char> buffer) {
    Uart& uart = uart0();
    std::size_t size = 0;
    while (size < buffer.size() && (uart.line_status & kReceived) != 0)
        buffer[size++] = static_cast<char>(uart.data);
    return size;
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
