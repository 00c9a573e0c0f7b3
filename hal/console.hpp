// The machine's console.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace baton::hal {

enum class ConsoleStream {
    output,  // what the application says: the UART; stdout on the host
    error,   // what is wrong: the debugger's channel (semihosting); stderr on the host
};

// Writes all of `text`; may wait for the device, never for another task. Context: any.
void console_write(ConsoleStream stream, std::string_view text);

// Takes what input has arrived, at most `buffer.size()` bytes; 0 if there is none. Never waits. Context: task.
[[nodiscard]] std::size_t console_read(std::span<char> buffer);

// Whether somebody looks at the output on a terminal that shows colours, as far as the machine can know (a target
// cannot: false). Context: any.
[[nodiscard]] bool console_is_terminal();

}  // namespace baton::hal
