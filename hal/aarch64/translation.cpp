// Translation tables ("Arm Architecture Reference Manual for A-profile", D5): blocks of 2 MiB, each mapped to itself or
// not at all. The linker script begins a block with the data (image.ld).
#include "hal/aarch64/translation.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

extern "C" {

// Set by the linker scripts.
extern const std::byte code_begin[], code_end[], data_begin[], heap_end[], pool_begin[], memory_end[];
extern const std::byte devices_begin[], devices_end[];
}

namespace baton::hal {

namespace {

constexpr std::uintptr_t kBlockBytes = 1 << 21;
constexpr std::size_t kBlocksOfTable = 512;
constexpr unsigned kAddressBits = 32;
constexpr std::size_t kTables = (std::uintptr_t{1} << kAddressBits) / kBlockBytes / kBlocksOfTable;

using Descriptor = std::uint64_t;

// The second level: one descriptor for each block of the address space. 0: not mapped.
alignas(4096) std::array<Descriptor, kTables * kBlocksOfTable> blocks;
alignas(64) std::array<Descriptor, kTables> tables;

// Bits of descriptors.
constexpr Descriptor kBlock = 1, kTable = 3;
constexpr Descriptor kDevice = 0 << 2, kMemory = 1 << 2 | 3 << 8;  // index in MAIR_EL1; shareability
constexpr Descriptor kReadOnly = 1 << 7, kAccessed = 1 << 10;
constexpr Descriptor kNeverExecute = Descriptor{3} << 53;

void map(const std::byte* begin, const std::byte* end, Descriptor attributes) {
    const auto first = reinterpret_cast<std::uintptr_t>(begin) / kBlockBytes;
    const auto last = (reinterpret_cast<std::uintptr_t>(end) - 1) / kBlockBytes;
    for (std::uintptr_t block = first; block <= last; ++block)
        blocks[block] = block * kBlockBytes | attributes | kAccessed | kBlock;
}

}  // namespace

void start_translation() {
    map(devices_begin, devices_end, kDevice | kNeverExecute);
    map(code_begin, code_end, kMemory | kReadOnly);
    map(data_begin, heap_end, kMemory | kNeverExecute);
    map(pool_begin, memory_end, kMemory | kNeverExecute);
    for (std::size_t table = 0; table < kTables; ++table)
        tables[table] = reinterpret_cast<std::uintptr_t>(&blocks[table * kBlocksOfTable]) | kTable;

    constexpr std::uint64_t kAttributes = 0x00 | 0xff << 8;          // device, in order; memory, cached
    constexpr std::uint64_t kControl = (64 - kAddressBits)           // granule 4 KiB, physical addresses of 32 bits;
                                       | 1 << 8 | 1 << 10 | 3 << 12  // tables are in cached memory
                                       | 1 << 23;                    // no second set of tables
    asm volatile(
        "msr mair_el1, %0\n\tmsr tcr_el1, %1\n\tmsr ttbr0_el1, %2\n\tdsb sy\n\ttlbi vmalle1\n\tdsb sy\n\tisb" ::"r"(
            kAttributes),
        "r"(kControl), "r"(tables.data())
        : "memory");
    constexpr std::uint64_t kTranslate = 1, kDataCache = 1 << 2, kStackAlignmentCheck = 1 << 3;
    constexpr std::uint64_t kInstructionCache = 1 << 12, kWritableIsNoCode = 1 << 19, kAlwaysSet = 0x30d00800;
    asm volatile("msr sctlr_el1, %0\n\tisb" ::"r"(kAlwaysSet | kTranslate | kDataCache | kStackAlignmentCheck |
                                                  kInstructionCache | kWritableIsNoCode)
                 : "memory");
}

}  // namespace baton::hal
