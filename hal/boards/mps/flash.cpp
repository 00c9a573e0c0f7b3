// hal/flash/flash.hpp. The board has no flash that QEMU knows, so this is RAM that keeps flash's rules; its content
// lasts as long as the run.
#include "hal/flash/flash.hpp"

#include <algorithm>
#include <array>

namespace baton::hal {

namespace {

constexpr std::size_t kRecords = 8;
constexpr std::uint32_t kErased = ~0U;

using Sector = std::array<std::uint32_t, kFlashSectorWords>;

// A new flash holds whatever the factory left there; RAM holds zeros: no valid record, and nothing can be programmed
// before it is erased.
std::array<Sector, kRecords * 2> sectors;

}  // namespace

std::size_t flash_sectors() {
    return sectors.size();
}

FlashSector flash_sector(std::size_t number) {
    return sectors[number];
}

void flash_erase(std::size_t number) {
    std::ranges::fill(sectors[number], kErased);
}

bool flash_program(std::size_t sector, std::size_t word, std::uint32_t value) {
    std::uint32_t& cell = sectors[sector][word];
    cell &= value;
    return cell == value;
}

}  // namespace baton::hal
