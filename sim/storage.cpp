// Records as files of the folder Machine::storage(), replaced by rename(2): atomic, whenever the process is killed.
#include "hal/storage.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "sim/machine.hpp"

namespace baton::hal {

namespace {

std::string path_of(std::string_view name) {
    return sim::Machine::the().storage() + "/" + std::string(name);
}

// A file descriptor that closes itself.
class File {
  public:
    File(const std::string& path, int flags) : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
    ~File() {
        if (descriptor_ >= 0)
            close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_open() const { return descriptor_ >= 0; }

    bool write_all(std::span<const std::byte> content) {
        while (!content.empty()) {
            const ssize_t count = write(descriptor_, content.data(), content.size());
            if (count <= 0)
                return false;
            content = content.subspan(static_cast<std::size_t>(count));
        }
        return true;
    }

    // Reads until the buffer is full or the file ends; -1 on an error.
    ssize_t read_all(std::span<std::byte> buffer) {
        std::size_t total = 0;
        while (total < buffer.size()) {
            const ssize_t count = read(descriptor_, buffer.data() + total, buffer.size() - total);
            if (count < 0)
                return -1;
            if (count == 0)
                break;
            total += static_cast<std::size_t>(count);
        }
        return static_cast<ssize_t>(total);
    }

  private:
    int descriptor_;
};

// Removes what earlier runs left that were killed between writing and renaming: NAME.new.PID of no living process.
void remove_leftovers(const std::string& directory) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        const std::string name = entry.path().filename().string();
        const std::size_t mark = name.find(".new.");
        if (mark == std::string::npos)
            continue;
        const int process = std::atoi(name.c_str() + mark + 5);
        if (process > 0 && kill(process, 0) != 0 && errno == ESRCH)
            std::filesystem::remove(entry.path(), error);
    }
}

}  // namespace

int storage_read(std::string_view name, std::span<std::byte> buffer) {
    File file(path_of(name), O_RDONLY);
    if (!file.is_open())
        return -1;
    std::byte content[kRecordBytesMax + 1];  // a larger file, which is no record, shows as too large
    const ssize_t size = file.read_all(content);
    if (size < 0)
        return -1;
    std::copy_n(content, std::min(static_cast<std::size_t>(size), buffer.size()), buffer.data());
    return static_cast<int>(size);
}

bool storage_write(std::string_view name, std::span<const std::byte> content) {
    if (content.size() > kRecordBytesMax)
        return false;
    const std::string& directory = sim::Machine::the().storage();
    (void)mkdir(directory.c_str(), 0777);
    static bool first_write = true;
    if (std::exchange(first_write, false))
        remove_leftovers(directory);
    const std::string path = path_of(name);
    // The process's number, so that two runs at once do not write into each other's temporary file.
    const std::string temporary = path + ".new." + std::to_string(getpid());
    bool written = false;
    {
        File file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
        written = file.is_open() && file.write_all(content);
    }
    if (written && rename(temporary.c_str(), path.c_str()) == 0)
        return true;
    (void)unlink(temporary.c_str());
    return false;
}

}  // namespace baton::hal
