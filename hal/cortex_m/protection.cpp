// Regions of the memory protection unit: code, data, the pool of stacks, devices. Everywhere else is a fault, but in
// the processor's own registers. So are the first bytes of the address space, also where code begins there: null
// pointers are found.
#include "hal/cortex_m/protection.hpp"

#include <bit>
#include <cstdint>

#include "hal/cortex_m/registers.hpp"
#include "hal/stack.hpp"

extern "C" {

// Set by the linker scripts.
extern const std::byte code_memory_begin[], code_memory_end[], data_memory_begin[], data_memory_end[];
extern const std::byte pool_begin[], pool_end[], devices_begin[], devices_end[];
}

namespace baton::hal {

namespace {

constexpr std::uint32_t kNullBytes = 32;
constexpr std::uint32_t kRegionOn = 1;

std::uint32_t address_of(const std::byte* place) {
    return reinterpret_cast<std::uintptr_t>(place);
}

void select_next_region() {
    static std::uint32_t number = 0;
    reg(kMpuRegionNumber) = number++;
}

#if __ARM_ARCH >= 8

// In RBAR the access, in RLAR an index of MAIR0.
constexpr std::uint32_t kCode = 3 << 1, kData = 1 << 1 | 1 << 0;
constexpr std::uint32_t kMemory = 0 << 1, kDevice = 1 << 1;

// Regions must not overlap: an access to both is a fault.
void add_region(std::uint32_t begin, std::uint32_t end, std::uint32_t access, std::uint32_t kind = kMemory) {
    select_next_region();
    reg(kMpuRegionBase) = begin | access;
    reg(kMpuRegionLimit) = ((end - 1) & ~31U) | kind | kRegionOn;
}

void add_code_region() {
    constexpr std::uint32_t kCachedMemory = 0xff, kOrderedDevice = 0x00;
    reg(kMpuAttributes) = kOrderedDevice << 8 | kCachedMemory;
    const std::uint32_t begin = address_of(code_memory_begin);
    add_region(begin == 0 ? kNullBytes : begin, address_of(code_memory_end), kCode);
}

// PSPLIM is the guard.
void add_guard_region(const std::byte*) {}

#else

// In RASR: access, and whether memory (cached) or device, both shareable.
constexpr std::uint32_t kCode = 6 << 24, kData = 1 << 28 | 3 << 24, kGuard = 1 << 28 | 6 << 24, kNothing = 1 << 28;
constexpr std::uint32_t kMemory = 1 << 18 | 1 << 17, kDevice = 1 << 18 | 1 << 16;

// A region's size is a power of two, and its address a multiple of that. Where regions overlap, the last one counts.
void add_region(std::uint32_t begin, std::uint32_t end, std::uint32_t access, std::uint32_t kind = kMemory) {
    select_next_region();
    const auto size = static_cast<std::uint32_t>(std::bit_width(end - begin - 1));
    reg(kMpuRegionBase) = begin;
    reg(kMpuRegionAttributes) = access | kind | (size - 1) << 1 | kRegionOn;
}

void add_code_region() {
    add_region(address_of(code_memory_begin), address_of(code_memory_end), kCode);
    add_region(0, kNullBytes, kNothing);
}

// The last one, which stays selected: it follows the running stack (context.S). It can be read: the kernel looks at the
// marks of stacks.
void add_guard_region(const std::byte* stack_bottom) {
    const std::uint32_t begin = address_of(stack_bottom);
    add_region(begin, begin + kStackGuardBytes, kGuard);
}

#endif

}  // namespace

void start_protection(const std::byte* stack_bottom) {
    constexpr std::uint32_t kMpuOn = 1;
    add_code_region();
    const std::uint32_t data = address_of(data_memory_begin), data_end = address_of(data_memory_end);
    const std::uint32_t pool = address_of(pool_begin);
    add_region(data, data_end, kData);
    if (pool < data || pool >= data_end)
        add_region(pool, address_of(pool_end), kData);
    add_region(address_of(devices_begin), address_of(devices_end), kData, kDevice);
    add_guard_region(stack_bottom);
    reg(kMpuControl) = kMpuOn;
    asm volatile("dsb\n\tisb" ::: "memory");
}

}  // namespace baton::hal
