// Files of whoever runs the machine: the host's in the simulator, those of the debugger or emulator on a target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace baton::hal {

// What a file is opened for.
enum class FileMode : std::uint8_t {
    read,    // the file must exist
    write,   // made, or emptied
    append,  // made, or written at its end
};

// The longest name of a file, in bytes.
inline constexpr std::size_t kFileNameMax = 255;

// Opens the file called `name`, as whoever runs the machine understands it. Returns its number, or -1 if that is not
// possible or the machine has no files. Context: task; may wait for the device.
[[nodiscard]] int file_open(std::string_view name, FileMode mode);

// Reads the next bytes into `buffer`, which is not empty. Returns how many: 0 at the end of the file, -1 if it cannot
// be read. Context: task; may wait for the device.
[[nodiscard]] std::ptrdiff_t file_read(int file, std::span<char> buffer);

// Writes all of `text`. Returns whether it was written. Context: task; may wait for the device.
[[nodiscard]] bool file_write(int file, std::string_view text);

// Closes the file, whose number may be used again then. Returns whether everything that was written is there.
// Context: task; may wait for the device.
[[nodiscard]] bool file_close(int file);

}  // namespace baton::hal
