// The processor's own registers (ARMv7-M Architecture Reference Manual, B3.2), as far as they are used here.
#pragma once

#include <cstdint>

namespace baton::hal {

// The register at `address`.
inline volatile std::uint32_t& reg(std::uintptr_t address) {
    return *reinterpret_cast<volatile std::uint32_t*>(address);
}

inline constexpr std::uintptr_t kInterruptControllerType = 0xe000e004;  // ICTR: how many groups of 32 interrupts
inline constexpr std::uintptr_t kInterruptSetEnable = 0xe000e100;       // ISER, one word for each group
inline constexpr std::uintptr_t kInterruptClearEnable = 0xe000e180;     // ICER
inline constexpr std::uintptr_t kInterruptControlState = 0xe000ed04;    // ICSR
inline constexpr std::uintptr_t kConfigurationControl = 0xe000ed14;     // CCR
inline constexpr std::uintptr_t kSystemPriority3 = 0xe000ed20;     // SHPR3: SysTick, PendSV, reserved, DebugMonitor
inline constexpr std::uintptr_t kSystemControlState = 0xe000ed24;  // SHCSR
inline constexpr std::uintptr_t kFaultStatus = 0xe000ed28;         // CFSR
inline constexpr std::uintptr_t kHardFaultStatus = 0xe000ed2c;     // HFSR
inline constexpr std::uintptr_t kMemoryFaultAddress = 0xe000ed34;  // MMFAR
inline constexpr std::uintptr_t kBusFaultAddress = 0xe000ed38;     // BFAR
inline constexpr std::uintptr_t kMpuControl = 0xe000ed94;
inline constexpr std::uintptr_t kMpuRegionNumber = 0xe000ed98;      // RNR: which one the next registers are about
inline constexpr std::uintptr_t kMpuRegionBase = 0xe000ed9c;        // RBAR
inline constexpr std::uintptr_t kMpuRegionAttributes = 0xe000eda0;  // RASR, ARMv7-M
inline constexpr std::uintptr_t kMpuRegionLimit = 0xe000eda0;       // RLAR, ARMv8-M
inline constexpr std::uintptr_t kMpuAttributes = 0xe000edc0;        // MAIR0, ARMv8-M

inline constexpr std::uint32_t kPendSvSet = 1U << 28;
inline constexpr std::uint32_t kPendSvClear = 1U << 27;

// Lets interrupt `number` through, or holds it back.
// Context: any.
inline void interrupt_enable(unsigned number) {
    reg(kInterruptSetEnable + number / 32 * 4) = 1U << number % 32;
}
inline void interrupt_disable(unsigned number) {
    reg(kInterruptClearEnable + number / 32 * 4) = 1U << number % 32;
    asm volatile("dsb\n\tisb" ::: "memory");  // from here on it is held back
}

}  // namespace baton::hal
