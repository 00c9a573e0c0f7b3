// hal/file.hpp: files of the computer that the debugger or emulator runs on.
#include "hal/file.hpp"

#include <array>

#include "hal/semihosting/call_text.hpp"
#include "hal/semihosting/calls.hpp"

namespace baton::hal {

namespace {

using Parameters = std::array<std::uintptr_t, 3>;

std::uintptr_t address(const void* place) {
    return reinterpret_cast<std::uintptr_t>(place);
}

// The place of fopen()'s mode in the call's list of modes.
std::uintptr_t mode_number(FileMode mode) {
    switch (mode) {
        case FileMode::read: return 1;    // "rb"
        case FileMode::write: return 5;   // "wb"
        case FileMode::append: return 9;  // "ab"
    }
    return 1;
}

int open(std::string_view name, FileMode mode) {
    const CallText text(name);
    const Parameters parameters{address(text.data()), mode_number(mode), text.size()};
    return static_cast<int>(semihosting(SemihostingCall::open, parameters.data()));
}

// Goes to the file's end. Emulators (QEMU 7.2) open a file in the mode for appending at its beginning.
bool go_to_end(std::uintptr_t file) {
    const std::intptr_t length = semihosting(SemihostingCall::length, &file);
    const Parameters parameters{file, static_cast<std::uintptr_t>(length)};
    return length >= 0 && semihosting(SemihostingCall::seek, parameters.data()) >= 0;
}

}  // namespace

int file_open(std::string_view name, FileMode mode) {
    // ":tt" is the call's name for the console, which is no file.
    static_assert(kFileNameMax <= CallText::kSizeMax);
    if (name.size() > kFileNameMax || name.empty() || name == ":tt")
        return -1;
    const int file = open(name, mode);
    if (file < 0 || mode != FileMode::append || go_to_end(static_cast<std::uintptr_t>(file)))
        return file;
    (void)file_close(file);
    return -1;
}

std::ptrdiff_t file_read(int file, std::span<char> buffer) {
    const Parameters parameters{static_cast<std::uintptr_t>(file), address(buffer.data()), buffer.size()};
    const std::intptr_t missing = semihosting(SemihostingCall::read, parameters.data());
    if (missing < 0 || static_cast<std::size_t>(missing) > buffer.size())
        return -1;
    return static_cast<std::ptrdiff_t>(buffer.size()) - missing;
}

bool file_write(int file, std::string_view text) {
    const Parameters parameters{static_cast<std::uintptr_t>(file), address(text.data()), text.size()};
    return semihosting(SemihostingCall::write, parameters.data()) == 0;
}

bool file_close(int file) {
    const std::uintptr_t parameter = static_cast<std::uintptr_t>(file);
    return semihosting(SemihostingCall::close, &parameter) == 0;
}

}  // namespace baton::hal
