// hal/uart/driver.hpp: UART 0, the only source of the interrupt controller.
#include "hal/boards/virt_riscv/board.hpp"
#include "hal/riscv/registers.hpp"
#include "hal/uart/driver.hpp"

namespace baton::hal {

namespace {

constexpr std::uint8_t kReceived = 1 << 0, kOverrun = 1 << 1, kRoom = 1 << 5;
constexpr std::uint8_t kReceiveInterrupt = 1 << 0;

void serve_uart() {
    const std::uint32_t source = plic().claim;
    uart_received();
    plic().claim = source;
}

}  // namespace

bool uart_send(char byte) {
    if ((uart0().line_status & kRoom) == 0)
        return false;
    uart0().data = static_cast<std::uint8_t>(byte);
    return true;
}

// It is on from the beginning.
void uart_start_receiver() {}

std::optional<char> uart_receive() {
    const std::uint8_t status = uart0().line_status;  // reading it forgets an overrun
    if ((status & kOverrun) != 0)
        uart_overrun();
    if ((status & kReceived) == 0)
        return std::nullopt;
    return static_cast<char>(uart0().data);
}

void uart_start_interrupts() {
    interrupt_handlers[kExternalInterrupt] = serve_uart;
    plic().priority[kUart0Source] = 1;
    plic().enable[0] = 1U << kUart0Source;
    plic().threshold = 0;
    uart0().interrupt_enable = kReceiveInterrupt;
}

void uart_let_interrupts_through(bool on) {
    on ? interrupt_enable(kExternalInterrupt) : interrupt_disable(kExternalInterrupt);
}

}  // namespace baton::hal
