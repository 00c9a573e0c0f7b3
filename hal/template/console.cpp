// FILL IN: hal/console.hpp. The first thing to bring up: everything later reports through it. On a UART this is
// hal/uart/console.cpp, and the board writes the six functions of hal/uart/driver.hpp.
#include "hal/console.hpp"

namespace baton::hal {

// Wait until the transmitter is free, hand it one byte, and so on. Mask interrupts between the look and the byte:
// a handler that writes in between would make it overrun. Errors may go to another device, or to the same.
void console_write(ConsoleStream, std::string_view) {}

// Take what the receiver has. Switch the receiver on here and not at start-up: an emulator's stdin is left alone then.
std::size_t console_read(std::span<char>) {
    return 0;
}

// False, unless the machine can know.
ConsoleInput console_input() {
    return ConsoleInput::none;
}

void console_listen(void (*)()) {}

std::uint32_t console_overruns() {
    return 0;
}

bool console_is_terminal() {
    return false;
}

}  // namespace baton::hal
