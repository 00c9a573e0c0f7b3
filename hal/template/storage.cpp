// FILL IN: hal/flash/flash.hpp, if the machine has flash; hal/flash/store.cpp then is hal/storage.hpp. A machine with
// something better, a file system say, implements hal/storage.hpp itself.
#include "hal/flash/flash.hpp"

namespace baton::hal {

// An even number; each record takes two.
std::size_t flash_sectors() {
    return 0;
}

// Where the sector is mapped.
FlashSector flash_sector(std::size_t) {
    static constexpr std::uint32_t kErased[kFlashSectorWords]{};
    return FlashSector{kErased};
}

// Erase, and wait until it is done. Code that runs from the same flash stands still meanwhile: run this from RAM if
// interrupts cannot wait.
void flash_erase(std::size_t) {}

// Program the word, wait, read it back. Flash that programs more than 32 bits at a time collects words here.
bool flash_program(std::size_t, std::size_t, std::uint32_t) {
    return false;
}

}  // namespace baton::hal
