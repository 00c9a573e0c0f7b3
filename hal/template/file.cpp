// FILL IN: hal/file.hpp, if the machine has files; hal/semihosting/file.cpp has those of a debugger or emulator.
#include "hal/file.hpp"

namespace baton::hal {

// Look it up, or make it. Without files this is all there is to do: nothing can be opened, so nothing else is called.
int file_open(std::string_view, FileMode) {
    return -1;
}

// As many bytes as there are at once; a caller that wants more asks again.
std::ptrdiff_t file_read(int, std::span<char>) {
    return -1;
}

// All of it; the caller does not try again.
bool file_write(int, std::string_view) {
    return false;
}

// Write what is still in buffers, and say whether that worked.
bool file_close(int) {
    return false;
}

}  // namespace baton::hal
