// hal/console.hpp: UART 0; what is wrong goes to the debugger.
//
// The UART's FIFOs stay off: QEMU throws away what arrived before they are switched on.
#include "hal/console.hpp"

#include "hal/aarch64/registers.hpp"
#include "hal/boards/virt_aarch64/board.hpp"
#include "hal/interrupts.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/uart/input.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kNothingReceived = 1 << 4, kTransmitterFull = 1 << 5;
constexpr std::uint32_t kOverrun = 1 << 3;
constexpr std::uint32_t kUartOn = 1 << 0, kTransmitterOn = 1 << 8, kReceiverOn = 1 << 9;
constexpr std::uint32_t kReceiveInterrupt = 1 << 4;

// Before all other constructors.
[[gnu::constructor(101)]] void start_uart() {
    uart0().control = kUartOn | kTransmitterOn | kReceiverOn;
}

bool send_if_free(char character) {
    Uart& uart = uart0();
    // Nobody else may send between the look and the sending: the byte would be lost.
    const InterruptState state = interrupts_save();
    const bool free = (uart.flags & kTransmitterFull) == 0;
    if (free)
        uart.data = static_cast<unsigned char>(character);
    interrupts_restore(state);
    return free;
}

constinit UartInput input;

// Moves what the UART has into `input`, as far as there is room. Context: interrupt, or masked.
void receive() {
    Uart& uart = uart0();
    if ((uart.receive_status & kOverrun) != 0) {
        uart.receive_status = 0;
        input.count_overrun();
    }
    while (!input.is_full() && (uart.flags & kNothingReceived) == 0)
        input.put(static_cast<char>(uart.data));
}

// Looks for input, and lets the next byte interrupt if somebody listens and there is room for it.
void look_for_input() {
    const InterruptState state = interrupts_save();
    receive();
    if (input.is_heard())
        interrupt_enable(kUart0Interrupt);
    interrupts_restore(state);
}

void serve_uart() {
    receive();
    // Full, it leaves the byte to the UART, so that a sender who looks at the line waits.
    if (!input.is_heard())
        interrupt_disable(kUart0Interrupt);
    input.tell_listener();
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
    look_for_input();
    return input.take(buffer);
}

ConsoleInput console_input() {
    look_for_input();
    return input.state();
}

void console_listen(void (*on_input)()) {
    input.listen(on_input);
    interrupt_handlers[kUart0Interrupt] = serve_uart;
    uart0().interrupt_mask = kReceiveInterrupt;
    look_for_input();
}

std::uint32_t console_overruns() {
    return input.overruns();
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
