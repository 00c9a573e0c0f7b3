#include <algorithm>
#include <baton/core/kernel.hpp>
#include <baton/core/panic.hpp>
#include <baton/io/record.hpp>
#include <baton/sync/mutex.hpp>

#include "hal/storage.hpp"

namespace baton {

static_assert(Record::kBytesMax == hal::kRecordBytesMax);

namespace {

// One task at a time uses the machine's store. Without a running kernel there is only one.
class StoreLock {
  public:
    StoreLock() : kernel_(Kernel::running()) {
        if (kernel_)
            mutex_.lock();
    }
    ~StoreLock() {
        if (kernel_)
            mutex_.unlock();
    }
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;

  private:
    static constinit inline Mutex mutex_{"store"};
    Kernel* kernel_;
};

bool is_name_character(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '-' || character == '.';
}

}  // namespace

Record::Record(std::string_view name) : name_(name) {
    check(!name.empty() && name.size() <= 31 && name.front() != '.' && std::ranges::all_of(name, is_name_character),
          Fatal::invalid_argument, "Record: bad name");
}

Result<std::span<std::byte>> Record::read(std::span<std::byte> buffer) const {
    const StoreLock lock;
    const int size = hal::storage_read(name_, buffer);
    if (size < 0)
        return Unexpected(Status::closed);
    if (static_cast<std::size_t>(size) > buffer.size())
        return Unexpected(Status::overflow);
    return buffer.first(static_cast<std::size_t>(size));
}

Status Record::write(std::span<const std::byte> content) const {
    if (content.size() > kBytesMax)
        return Status::invalid;
    const StoreLock lock;
    return hal::storage_write(name_, content) ? Status::ok : Status::no_memory;
}

}  // namespace baton
