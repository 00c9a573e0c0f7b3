// hal/console.hpp: the UART, the only source of the interrupt controller; what is wrong goes to the debugger.
#include "hal/console.hpp"

#include "hal/boards/virt_riscv/board.hpp"
#include "hal/interrupts.hpp"
#include "hal/riscv/registers.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/uart/input.hpp"

namespace baton::hal {

namespace {

constexpr std::uint8_t kReceived = 1 << 0, kOverrun = 1 << 1, kRoom = 1 << 5;
constexpr std::uint8_t kReceiveInterrupt = 1 << 0;

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

constinit UartInput input;

// Moves what the UART has into `input`, as far as there is room. Context: interrupt, or masked.
void receive() {
    Uart& uart = uart0();
    while (!input.is_full()) {
        const std::uint8_t status = uart.line_status;  // reading it forgets an overrun
        if ((status & kOverrun) != 0)
            input.count_overrun();
        if ((status & kReceived) == 0)
            return;
        input.put(static_cast<char>(uart.data));
    }
}

// Looks for input, and lets the next byte interrupt if somebody listens and there is room for it.
void look_for_input() {
    const InterruptState state = interrupts_save();
    receive();
    if (input.is_heard())
        interrupt_enable(kExternalInterrupt);
    interrupts_restore(state);
}

void serve_uart() {
    const std::uint32_t source = plic().claim;
    receive();
    // Full, it leaves the byte to the UART, so that a sender who looks at the line waits.
    if (!input.is_heard())
        interrupt_disable(kExternalInterrupt);
    plic().claim = source;
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
    interrupt_handlers[kExternalInterrupt] = serve_uart;
    plic().priority[kUart0Source] = 1;
    plic().enable[0] = 1U << kUart0Source;
    plic().threshold = 0;
    uart0().interrupt_enable = kReceiveInterrupt;
    look_for_input();
}

std::uint32_t console_overruns() {
    return input.overruns();
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
