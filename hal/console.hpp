// The machine's console.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace baton::hal {

// Where text goes.
enum class ConsoleStream {
    output,  // what the application says: the UART; stdout on the host
    error,   // what is wrong: the debugger's channel (semihosting); stderr on the host
};

// Writes all of `text`; may wait for the device, never for another task. Context: any.
void console_write(ConsoleStream stream, std::string_view text);

// Takes what input has arrived, at most `buffer.size()` bytes; 0 if there is none. Never waits for input that is still
// to be typed. (In virtual time the whole of a file or pipe counts as typed.) Context: task.
[[nodiscard]] std::size_t console_read(std::span<char> buffer);

// The byte that ends the input, as typing it does on a terminal: Ctrl-D. A UART has no other end; what follows is lost.
inline constexpr char kEndOfInput = 4;

// What console_read() would find.
enum class ConsoleInput {
    none,   // nothing has arrived
    bytes,  // console_read() has some
    ended,  // nothing will ever come
};

// Says which, without taking anything. Never waits. Context: task.
[[nodiscard]] ConsoleInput console_input();

// From now on the port calls `on_input` from an interrupt when input has come or ended; at least once after each time
// that console_input() said `none`. Context: task.
void console_listen(void (*on_input)());

// How many bytes were lost because they came faster than they were read. Context: any.
[[nodiscard]] std::uint32_t console_overruns();

// Whether somebody looks at the output on a terminal that shows colours, as far as the machine can know (a target
// cannot: false). Context: any.
[[nodiscard]] bool console_is_terminal();

}  // namespace baton::hal
