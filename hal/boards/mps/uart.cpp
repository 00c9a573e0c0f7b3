// hal/uart/driver.hpp: UART 0.
#include <board.hpp>

#include "hal/cortex_m/registers.hpp"
#include "hal/uart/driver.hpp"

namespace baton::hal {

namespace {

constexpr std::uint32_t kTransmitterFull = 1, kReceived = 2, kReceiverOverrun = 8;
constexpr std::uint32_t kTransmitterOn = 1, kReceiverOn = 2, kReceiverInterrupt = 8;
constexpr std::uint32_t kBaud = 115'200;

void switch_on(std::uint32_t parts) {
    Uart& uart = uart0();
    if ((uart.control & parts) == parts)
        return;
    uart.divider = kUartClockHz / kBaud;
    uart.control = uart.control | parts;
}

}  // namespace

extern "C" void uart0_received() {
    uart_received();
}

bool uart_send(char byte) {
    switch_on(kTransmitterOn);
    if ((uart0().state & kTransmitterFull) != 0)
        return false;
    uart0().data = static_cast<unsigned char>(byte);
    return true;
}

void uart_start_receiver() {
    switch_on(kReceiverOn);
}

std::optional<char> uart_receive() {
    Uart& uart = uart0();
    uart.interrupt = kReceived;  // before the look: a byte that comes after it asks again
    if ((uart.state & kReceiverOverrun) != 0) {
        uart.state = kReceiverOverrun;
        uart_overrun();
    }
    if ((uart.state & kReceived) == 0)
        return std::nullopt;
    return static_cast<char>(uart.data);
}

void uart_start_interrupts() {
    switch_on(kReceiverOn | kReceiverInterrupt);
}

void uart_let_interrupts_through(bool on) {
    on ? interrupt_enable(kUart0ReceiveInterrupt) : interrupt_disable(kUart0ReceiveInterrupt);
}

}  // namespace baton::hal
