// hal/storage.hpp on flash: for each record two sectors, of which one holds the valid version.
//
// A new version goes into the other sector: erased, then programmed word by word, the checksum last. Until that last
// word stands, the sector is not valid and the old version is; from then on the new one is, for its sequence number is
// higher. So a power cut between any two steps leaves one or the other.
//
//      sector   | sequence | name and content bytes | name | content | checksum |
//
// Sectors 2n and 2n+1 make a pair; a name has at most one pair.
#include <algorithm>
#include <array>
#include <optional>

#include "hal/flash/flash.hpp"
#include "hal/storage.hpp"

namespace baton::hal {

namespace {

constexpr std::size_t kNameBytesMax = 64;

constexpr std::size_t kWordBytes = sizeof(std::uint32_t);
static_assert(kNameBytesMax % kWordBytes == 0 && kRecordBytesMax % kWordBytes == 0);

constexpr std::size_t kSequence = 0, kSizes = 1, kName = 2;
constexpr std::size_t kContent = kName + kNameBytesMax / kWordBytes;
constexpr std::size_t kChecksum = kContent + kRecordBytesMax / kWordBytes;
constexpr std::size_t kWords = kChecksum + 1;
static_assert(kWords <= kFlashSectorWords);

using Words = std::array<std::uint32_t, kWords>;

// CRC-32 (polynomial 0x04c11db7, reflected) of what stands before the checksum.
std::uint32_t checksum(std::span<const std::uint32_t, kWords> words) {
    std::uint32_t crc = ~0U;
    for (const std::uint32_t word : words.first<kChecksum>()) {
        crc ^= word;
        for (int bit = 0; bit < 32; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
    }
    return ~crc;
}

// A version of a record, as it stands in a sector.
class Version {
  public:
    explicit Version(std::size_t sector) : words_(flash_sector(sector).first<kWords>()) {}

    std::uint32_t sequence() const { return words_[kSequence]; }
    std::span<const std::byte> name() const { return bytes(kName).first(name_bytes()); }
    std::span<const std::byte> content() const { return bytes(kContent).first(content_bytes()); }

    // Whether it is there, and complete. Nothing else may be asked before.
    bool valid() const {
        return name_bytes() <= kNameBytesMax && content_bytes() <= kRecordBytesMax &&
               words_[kChecksum] == checksum(words_);
    }

    static constexpr std::uint32_t sizes(std::size_t name_bytes, std::size_t content_bytes) {
        return static_cast<std::uint32_t>(name_bytes | content_bytes << 16);
    }

  private:
    std::size_t name_bytes() const { return words_[kSizes] & 0xffff; }
    std::size_t content_bytes() const { return words_[kSizes] >> 16; }
    std::span<const std::byte> bytes(std::size_t word) const { return std::as_bytes(words_.subspan(word)); }

    std::span<const std::uint32_t, kWords> words_;
};

// A pair of sectors: the one record that is there, if any, and the sector for the next version.
struct Pair {
    std::optional<Version> current;
    std::size_t spare;
};

Pair look_at(std::size_t pair) {
    const std::size_t even = pair * 2, odd = even + 1;
    const Version a{even}, b{odd};
    const bool a_valid = a.valid(), b_valid = b.valid();
    if (a_valid && (!b_valid || a.sequence() > b.sequence()))
        return {a, odd};
    if (b_valid)
        return {b, even};
    return {std::nullopt, even};
}

bool has_name(const Version& version, std::string_view name) {
    return std::ranges::equal(version.name(), std::as_bytes(std::span{name}));
}

std::optional<Pair> find(std::string_view name) {
    for (std::size_t pair = 0; pair < flash_sectors() / 2; ++pair)
        if (const Pair found = look_at(pair); found.current && has_name(*found.current, name))
            return found;
    return std::nullopt;
}

std::optional<Pair> find_free() {
    for (std::size_t pair = 0; pair < flash_sectors() / 2; ++pair)
        if (const Pair found = look_at(pair); !found.current)
            return found;
    return std::nullopt;
}

bool program(std::size_t sector, const Words& words) {
    flash_erase(sector);
    for (std::size_t word = 0; word < words.size(); ++word)
        if (!flash_program(sector, word, words[word]))
            return false;
    return true;
}

}  // namespace

int storage_read(std::string_view name, std::span<std::byte> buffer) {
    const std::optional<Pair> found = find(name);
    if (!found)
        return -1;
    const std::span<const std::byte> content = found->current->content();
    std::ranges::copy(content.first(std::min(content.size(), buffer.size())), buffer.begin());
    return static_cast<int>(content.size());
}

bool storage_write(std::string_view name, std::span<const std::byte> content) {
    if (name.size() > kNameBytesMax || content.size() > kRecordBytesMax)
        return false;
    std::optional<Pair> place = find(name);
    if (!place)
        place = find_free();
    if (!place)
        return false;

    Words words{};
    words[kSequence] = place->current ? place->current->sequence() + 1 : 0;
    words[kSizes] = Version::sizes(name.size(), content.size());
    std::ranges::copy(std::as_bytes(std::span{name}),
                      std::as_writable_bytes(std::span{words}.subspan<kName>()).begin());
    std::ranges::copy(content, std::as_writable_bytes(std::span{words}.subspan<kContent>()).begin());
    words[kChecksum] = checksum(words);
    return program(place->spare, words);
}

}  // namespace baton::hal
