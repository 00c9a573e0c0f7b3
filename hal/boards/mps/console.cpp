// hal/console.hpp: UART 0; what is wrong goes to the debugger.
#include "hal/console.hpp"

#include <board.hpp>

#include "hal/cortex_m/registers.hpp"
#include "hal/interrupts.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/uart/input.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kTransmitterFull = 1, kReceived = 2, kReceiverOverrun = 8;
constexpr std::uint32_t kTransmitterOn = 1, kReceiverOn = 2, kReceiverInterrupt = 8;
constexpr std::uint32_t kBaud = 115'200;

// Switches on, and only on: QEMU takes its stdin while the receiver is on, so a program that never reads leaves it
// alone.
void switch_on(std::uint32_t parts) {
    Uart& uart = uart0();
    if ((uart.control & parts) == parts)
        return;
    uart.divider = kUartClockHz / kBaud;
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

constinit UartInput input;

// Moves what the UART has into `input`, as far as there is room. Context: interrupt, or masked.
void receive() {
    Uart& uart = uart0();
    uart.interrupt = kReceived;
    if ((uart.state & kReceiverOverrun) != 0) {
        uart.state = kReceiverOverrun;
        input.count_overrun();
    }
    while (!input.is_full() && (uart.state & kReceived) != 0)
        input.put(static_cast<char>(uart.data));
}

// Looks for input, and lets the next byte interrupt if somebody listens and there is room for it.
void look_for_input() {
    switch_on(kReceiverOn);
    const InterruptState state = interrupts_save();
    receive();
    if (input.is_heard())
        interrupt_enable(kUart0ReceiveInterrupt);
    interrupts_restore(state);
}

}  // namespace

extern "C" void uart0_received() {
    receive();
    // Full, it leaves the byte to the UART, so that a sender who looks at the line waits.
    if (!input.is_heard())
        interrupt_disable(kUart0ReceiveInterrupt);
    input.tell_listener();
}

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
    look_for_input();
    return input.take(buffer);
}

ConsoleInput console_input() {
    look_for_input();
    return input.state();
}

void console_listen(void (*on_input)()) {
    input.listen(on_input);
    switch_on(kReceiverOn | kReceiverInterrupt);
    look_for_input();
}

std::uint32_t console_overruns() {
    return input.overruns();
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
