// hal/uart/driver.hpp: UART 0. Its FIFOs stay off: QEMU throws away what arrived before they are switched on.
#include "hal/aarch64/registers.hpp"
#include "hal/boards/virt_aarch64/board.hpp"
#include "hal/uart/driver.hpp"

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

}  // namespace

bool uart_send(char byte) {
    if ((uart0().flags & kTransmitterFull) != 0)
        return false;
    uart0().data = static_cast<unsigned char>(byte);
    return true;
}

// It is on from the beginning.
void uart_start_receiver() {}

std::optional<char> uart_receive() {
    Uart& uart = uart0();
    if ((uart.receive_status & kOverrun) != 0) {
        uart.receive_status = 0;
        uart_overrun();
    }
    if ((uart.flags & kNothingReceived) != 0)
        return std::nullopt;
    return static_cast<char>(uart.data);
}

void uart_start_interrupts() {
    interrupt_handlers[kUart0Interrupt] = uart_received;
    uart0().interrupt_mask = kReceiveInterrupt;
}

void uart_let_interrupts_through(bool on) {
    on ? interrupt_enable(kUart0Interrupt) : interrupt_disable(kUart0Interrupt);
}

}  // namespace baton::hal
