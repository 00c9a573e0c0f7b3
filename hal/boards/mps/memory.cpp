// task_memory() of hal/machine.hpp: the board's PSRAM, all of it.
#include "hal/machine.hpp"

extern "C" std::byte pool_begin[], pool_end[];  // board.ld

namespace baton::hal {

std::span<std::byte> task_memory() {
    return {pool_begin, pool_end};
}

}  // namespace baton::hal
