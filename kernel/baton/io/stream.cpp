#include <baton/io/stream.hpp>

namespace baton {

namespace {

constexpr Timeout kAtOnce{Duration(0)};

constexpr Status at_once(Status status) {
    return status == Status::timeout ? Status::would_block : status;
}

}  // namespace

Result<std::size_t> Stream::try_read(std::span<std::byte> into) {
    return do_read(into, kAtOnce).map_error(at_once);
}

Result<std::size_t> Stream::try_write(std::span<const std::byte> from) {
    const auto [status, count] = do_write(from, kAtOnce);
    if (count == 0 && status != Status::ok)
        return Unexpected(at_once(status));
    return count;
}

}  // namespace baton
