// hal/file.hpp: the host's files.
#include "hal/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace baton::hal {

namespace {

int open_flags(FileMode mode) {
    switch (mode) {
        case FileMode::read: return O_RDONLY;
        case FileMode::write: return O_WRONLY | O_CREAT | O_TRUNC;
        case FileMode::append: return O_WRONLY | O_CREAT | O_APPEND;
    }
    return O_RDONLY;
}

}  // namespace

int file_open(std::string_view name, FileMode mode) {
    if (name.size() > kFileNameMax)
        return -1;
    return open(std::string(name).c_str(), open_flags(mode) | O_CLOEXEC, 0666);
}

std::ptrdiff_t file_read(int file, std::span<char> buffer) {
    ssize_t count = 0;
    do {
        count = read(file, buffer.data(), buffer.size());
    } while (count < 0 && errno == EINTR);
    return count;
}

bool file_write(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool file_close(int file) {
    return close(file) == 0;
}

}  // namespace baton::hal
