#include "stock.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace {

constexpr std::uint32_t kMagic = 0x4b434954;  // "TICK" in the order of its bytes
constexpr std::uint32_t kVersion = 1;

struct Content {
    std::uint32_t magic = kMagic;
    std::uint32_t version = kVersion;
    std::int32_t tickets = 0;
    std::int32_t left = 0;
    std::uint32_t sale_is_over = 0;
    std::uint32_t checksum = 0;
};
using Bytes = std::array<std::byte, sizeof(Content)>;
static_assert(std::has_unique_object_representations_v<Content>, "no padding may get into the record");

// FNV-1a of all that stands before the checksum.
std::uint32_t checksum(const Content& content) {
    const auto bytes = std::bit_cast<Bytes>(content);
    std::uint32_t hash = 2'166'136'261U;
    for (std::size_t i = 0; i < offsetof(Content, checksum); ++i)
        hash = (hash ^ std::to_integer<std::uint32_t>(bytes[i])) * 16'777'619U;
    return hash;
}

bool is_valid(const Content& content) {
    return content.magic == kMagic && content.version == kVersion && content.checksum == checksum(content) &&
           content.left >= 0 && content.left <= content.tickets && content.sale_is_over <= 1;
}

const baton::Record record("ticketing.stock");

}  // namespace

baton::Result<Stock> read_stock() {
    Bytes bytes;
    const auto read = record.read(bytes);
    if (!read)
        return baton::Unexpected(read.error() == baton::Status::closed ? baton::Status::closed
                                                                       : baton::Status::invalid);
    const auto content = std::bit_cast<Content>(bytes);
    if (read->size() != bytes.size() || !is_valid(content))
        return baton::Unexpected(baton::Status::invalid);
    return Stock{content.tickets, content.left, content.sale_is_over == 1};
}

baton::Status write_stock(const Stock& stock) {
    Content content{.tickets = stock.tickets, .left = stock.left, .sale_is_over = stock.sale_is_over ? 1U : 0U};
    content.checksum = checksum(content);
    return record.write(std::bit_cast<Bytes>(content));
}
