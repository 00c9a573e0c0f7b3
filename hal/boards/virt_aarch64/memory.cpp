// task_memory() of hal/machine.hpp: what the image leaves.
#include "hal/machine.hpp"

extern "C" std::byte pool_begin[], pool_end[];  // hal/aarch64/image.ld

namespace baton::hal {

std::span<std::byte> task_memory() {
    return {pool_begin, pool_end};
}

}  // namespace baton::hal
