// What a board supplies to the store of records: memory that behaves like flash.
//
// The memory is a number of sectors. Erasing a sector makes all its bits 1; programming a word can only turn 1 into 0.
// Power may fail between any two of these steps, and half way through an erasure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace baton::hal {

inline constexpr std::size_t kFlashSectorWords = 96;

using FlashSector = std::span<const std::uint32_t, kFlashSectorWords>;

// How many sectors there are.
std::size_t flash_sectors();

// The content of sector `number`.
FlashSector flash_sector(std::size_t number);

// Makes every word of the sector 0xffffffff.
void flash_erase(std::size_t number);

// Programs one word; returns whether it then has that value.
[[nodiscard]] bool flash_program(std::size_t sector, std::size_t word, std::uint32_t value);

}  // namespace baton::hal
