#include "tests/bench/target/vectors.hpp"

#include <algorithm>

#include "hal/boards/mps2_an385/board.hpp"
#include "hal/cortex_m/registers.hpp"

extern "C" void (*const system_vectors[])();  // exceptions.S

namespace baton::bench {

namespace {

constexpr std::uintptr_t kVectorTable = 0xe000ed08;  // VTOR
constexpr unsigned kSystemVectors = 16;
constexpr unsigned kVectors = kSystemVectors + hal::kInterrupts;

// A copy of the table in RAM, aligned to its size, rounded up to a power of two.
alignas(256) constinit void (*vectors[kVectors])() = {};
static_assert(sizeof(vectors) <= 256);

}  // namespace

void set_vector(unsigned number, void (*handler)()) {
    if (vectors[0] == nullptr) {
        std::copy_n(system_vectors, kVectors, vectors);  // the devices' follow the processor's own
        hal::reg(kVectorTable) = reinterpret_cast<std::uintptr_t>(vectors);
    }
    vectors[kSystemVectors + number] = handler;
}

}  // namespace baton::bench
