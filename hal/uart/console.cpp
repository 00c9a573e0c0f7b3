// hal/console.hpp on a UART; what is wrong goes to the debugger.
#include "hal/console.hpp"

#include "hal/interrupts.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/uart/driver.hpp"
#include "hal/uart/input.hpp"

namespace baton::hal {

namespace {

constinit UartInput input;

bool send_if_free(char byte) {
    // Nobody else may send between the driver's look and the sending: the byte would be lost.
    const InterruptState state = interrupts_save();
    const bool sent = uart_send(byte);
    interrupts_restore(state);
    return sent;
}

// Moves what the UART has into `input`, as far as there is room. Context: interrupt, or masked.
void receive() {
    while (!input.is_full()) {
        const auto byte = uart_receive();
        if (!byte)
            return;
        input.put(*byte);
    }
}

// Looks for input, and lets the next byte interrupt if somebody listens and there is room for it.
void look_for_input() {
    const InterruptState state = interrupts_save();
    uart_start_receiver();
    receive();
    if (input.is_heard())
        uart_let_interrupts_through(true);
    interrupts_restore(state);
}

}  // namespace

void uart_received() {
    receive();
    // Full, it leaves the byte to the UART, so that a sender who looks at the line waits.
    if (!input.is_heard())
        uart_let_interrupts_through(false);
    input.tell_listener();
}

void uart_overrun() {
    input.count_overrun();
}

void console_write(ConsoleStream stream, std::string_view text) {
    if (stream == ConsoleStream::error) {
        error_console_write(text);
        return;
    }
    for (const char byte : text)
        while (!send_if_free(byte)) {
        }
}

std::size_t console_read(std::span<char> buffer) {
    look_for_input();
    return input.take(buffer);
}

ConsoleInput console_input() {
    look_for_input();
    return input.state();
}

void console_listen(void (*on_input)()) {
    input.listen(on_input);
    uart_start_interrupts();
    look_for_input();
}

std::uint32_t console_overruns() {
    return input.overruns();
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
