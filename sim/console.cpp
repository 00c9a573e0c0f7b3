// The console: the process's standard streams.
#include "hal/console.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "hal/stop.hpp"

namespace baton::hal {

void console_write(ConsoleStream stream, std::string_view text) {
    std::FILE* const file = stream == ConsoleStream::output ? stdout : stderr;
    if (stream == ConsoleStream::error)
        std::fflush(stdout);  // what was said before an error stands before it
    std::fwrite(text.data(), 1, text.size(), file);
}

std::size_t console_read(std::span<char> buffer) {
    std::fflush(stdout);
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (buffer.empty() || poll(&input, 1, 0) <= 0)
        return 0;
    const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
    return count > 0 ? static_cast<std::size_t>(count) : 0;
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
