// The console: the process's standard streams.
//
// In virtual time, input is what stands in the file or pipe: reading waits, in host time, until the writer has written,
// and no virtual time passes. So the run depends on what is read and not on when it was typed. A terminal is a real
// device: listening to one paces the clock (Machine::set_realtime), and input comes when somebody types.
#include "hal/console.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "hal/stop.hpp"
#include "sim/machine.hpp"

namespace baton::hal {

void console_write(ConsoleStream stream, std::string_view text) {
    std::FILE* const file = stream == ConsoleStream::output ? stdout : stderr;
    if (stream == ConsoleStream::error)
        std::fflush(stdout);  // what was said before an error stands before it
    std::fwrite(text.data(), 1, text.size(), file);
}

namespace {

// What was read from the standard input and not yet taken.
struct Input {
    std::array<char, 4096> bytes;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool ended = false;
};
constinit Input input{};

bool may_read() {
    pollfd standard_input{STDIN_FILENO, POLLIN, 0};
    return !sim::Machine::the().is_realtime() || poll(&standard_input, 1, 0) > 0;
}

// Reads on when everything has been taken.
void fill() {
    if (input.begin != input.end || input.ended)
        return;
    std::fflush(stdout);  // somebody may be waiting for it before typing
    if (!may_read()) {
        sim::Machine::the().await_console();
        return;
    }
    ssize_t count = 0;
    do
        count = read(STDIN_FILENO, input.bytes.data(), input.bytes.size());
    while (count < 0 && errno == EINTR);
    input.begin = 0;
    input.end = count > 0 ? static_cast<std::size_t>(count) : 0;
    const auto* const end = std::find(input.bytes.data(), input.bytes.data() + input.end, kEndOfInput);
    input.ended = count <= 0 || end != input.bytes.data() + input.end;
    input.end = static_cast<std::size_t>(end - input.bytes.data());
}

}  // namespace

std::size_t console_read(std::span<char> buffer) {
    fill();
    const std::size_t count = std::min(buffer.size(), input.end - input.begin);
    std::copy_n(input.bytes.data() + input.begin, count, buffer.data());
    input.begin += count;
    return count;
}

ConsoleInput console_input() {
    fill();
    if (input.begin != input.end)
        return ConsoleInput::bytes;
    return input.ended ? ConsoleInput::ended : ConsoleInput::none;
}

void console_listen(void (*on_input)()) {
    sim::Machine& machine = sim::Machine::the();
    machine.set_console_listener(on_input);
    if (isatty(STDIN_FILENO) == 1 && !machine.is_realtime())
        machine.set_realtime();
}

std::uint32_t console_overruns() {
    return 0;
}

bool console_is_terminal() {
    static const bool is_terminal = isatty(STDOUT_FILENO) == 1;
    return is_terminal;
}

void stop(int status) {
    std::fflush(nullptr);
    std::_Exit(status);
}

}  // namespace baton::hal
