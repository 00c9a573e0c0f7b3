#include "tests/contract/hal_flash/test_flash.hpp"

#include <array>

#include "hal/flash/flash.hpp"

namespace baton {

namespace {

constexpr std::size_t kSectors = 8;
std::array<std::array<std::uint32_t, hal::kFlashSectorWords>, kSectors> sectors;
int steps_left = -1;
bool cut = false;

// Whether one more step happens.
bool step() {
    if (steps_left == 0) {
        cut = true;
        return false;
    }
    if (steps_left > 0)
        --steps_left;
    return true;
}

}  // namespace

namespace test {

void fill_flash(std::uint32_t value) {
    for (auto& sector : sectors)
        sector.fill(value);
}

void cut_power_after(int steps) {
    steps_left = steps;
    cut = false;
}

bool power_was_cut() {
    return cut;
}

}  // namespace test

namespace hal {

std::size_t flash_sectors() {
    return sectors.size();
}

FlashSector flash_sector(std::size_t number) {
    return sectors[number];
}

void flash_erase(std::size_t number) {
    for (std::uint32_t& cell : sectors[number])
        if (step())
            cell = ~0U;
}

bool flash_program(std::size_t sector, std::size_t word, std::uint32_t value) {
    std::uint32_t& cell = sectors[sector][word];
    if (step())
        cell &= value;
    return cell == value;
}

}  // namespace hal
}  // namespace baton
