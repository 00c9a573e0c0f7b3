// Text files, from the beginning to the end.
//
// Files are those of whoever runs the machine: the host's in the simulator, those of the debugger or emulator on a
// target (hal/file.hpp). Every call may wait for that device, as print() does for the console: no other task runs
// meanwhile. An object is used by one task at a time.
#pragma once

#include <array>
#include <baton/core/status.hpp>
#include <baton/core/text.hpp>
#include <baton/io/print.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace baton {

// Reads a file line by line; Python's open(name).
class FileReader {
  public:
    FileReader() = default;
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;
    // Closes the file.
    ~FileReader() { close(); }

    // Opens the file called `name`; one that was open is closed. Context: task. Blocks: never. Yields: no.
    // Errors: closed if there is no such file, or it cannot be read.
    Status open(std::string_view name);

    // Copies the next line into `buffer`, without its end, which is "\n" or "\r\n", and returns the part that was
    // filled. The last line needs no end. Context: task. Blocks: never. Yields: no.
    // Errors: closed at the end of the file; overflow if the line is longer than `buffer`, the rest of it is then
    // skipped; invalid if the device fails, or no file is open.
    Result<std::string_view> read_line(std::span<char> buffer);

    // Context: task. Blocks: never. Yields: no.
    void close();

  private:
    // The next character; closed at the end, invalid on a failure.
    Result<char> next();

    int file_ = -1;
    std::size_t size_ = 0;      // of what is in the buffer
    std::size_t position_ = 0;  // of the next character in it
    std::array<char, 128> buffer_;
};

// Where writing begins.
enum class FileStart : std::uint8_t {
    empty,   // the old content is gone; Python's mode "w"
    at_end,  // what is written comes behind it; Python's mode "a"
};

// Writes text to a file; Python's open(name, "w") and open(name, "a"). Failures are kept: close(), or status(), tells.
class FileWriter {
  public:
    FileWriter() = default;
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;
    // Closes the file. Call close() before to know whether all is well.
    ~FileWriter() { (void)close(); }

    // Opens the file called `name`, which is made if there is none; one that was open is closed.
    // Context: task. Blocks: never. Yields: no. Errors: closed if the file cannot be written.
    Status open(std::string_view name, FileStart start = FileStart::empty);

    // Writes the items one after another, as baton::print() does; colours are left out.
    // Context: task. Blocks: never. Yields: no. Without an open file: nothing is written, and kept as a failure.
    template <class... Items>
    void print(const Items&... items) {
        TextWriter out([](void* self, std::string_view text) { static_cast<FileWriter*>(self)->write(text); }, this);
        (out.add(items), ...);
    }
    // print(), and the end of the line.
    template <class... Items>
    void println(const Items&... items) {
        print(items..., '\n');
    }
    // The same for text as it is.
    void write(std::string_view text);

    // Passes on to the device what is still in here. Context: task. Blocks: never. Yields: no. Errors: see status().
    Status flush();
    // Whether everything so far went well. Errors: no_memory if something could not be written, since open().
    Status status() const { return failed_ ? Status::no_memory : Status::ok; }

    // Context: task. Blocks: never. Yields: no. Errors: see status().
    Status close();

  private:
    int file_ = -1;
    bool failed_ = false;
    std::size_t size_ = 0;
    std::array<char, 256> buffer_;
};

}  // namespace baton
