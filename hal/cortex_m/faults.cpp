// What happens after a fault, or an interrupt that nobody handles: a report on the error console, and the end.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "hal/cortex_m/registers.hpp"
#include "hal/faults/report.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"

extern "C" {

[[noreturn]] void report_exception(const std::uintptr_t* frame, std::uint32_t exception_return,
                                   const std::uintptr_t* r4_to_r11);

// Set by the linker script.
extern const std::byte code_begin[], code_end[], heap_end[], pool_end[];
}

namespace {

using namespace baton::hal;

// Bits of CFSR. On ARMv7-M the one of ARMv8-M that is missing there is always 0.
constexpr std::uint32_t kMemoryAddressValid = 1 << 7, kMemoryFrameLost = 1 << 4, kMemoryData = 1 << 1;
constexpr std::uint32_t kBusAddressValid = 1 << 15, kBusFrameLost = 1 << 12;
constexpr std::uint32_t kDivisionByZero = 1 << 25, kUnaligned = 1 << 24, kStackLimit = 1 << 20, kUndefined = 1 << 16;
constexpr std::uint32_t kFrameLost = kStackLimit | kMemoryFrameLost | kBusFrameLost;

std::uint32_t exception_number() {
    std::uint32_t number;
    asm volatile("mrs %0, ipsr" : "=r"(number));
    return number;
}

std::string_view exception_name(std::uint32_t number) {
    switch (number) {
        case 2: return "NMI";
        case 3: return "hard fault";
        case 4: return "memory fault";
        case 5: return "bus fault";
        case 6: return "usage fault";
        default: return "unexpected interrupt";
    }
}

bool is_in_stack_guard([[maybe_unused]] std::uint32_t address) {
#if __ARM_ARCH >= 8
    return false;
#else
    return address - reg(kMpuRegionBase) / kStackGuardBytes * kStackGuardBytes < kStackGuardBytes;
#endif
}

bool is_stack_overflow(std::uint32_t status) {
    if ((status & kFrameLost) != 0)
        return true;
    constexpr std::uint32_t kWithAddress = kMemoryData | kMemoryAddressValid;
    return (status & kWithAddress) == kWithAddress && is_in_stack_guard(reg(kMemoryFaultAddress));
}

std::string_view cause(std::uint32_t status) {
    if (is_stack_overflow(status))
        return ": stack overflow";
    if ((status & kDivisionByZero) != 0)
        return ": division by zero";
    if ((status & kUndefined) != 0)
        return ": undefined instruction";
    if ((status & kUnaligned) != 0)
        return ": unaligned access";
    return "";
}

// Where `word` returns to: in the code, with the Thumb bit, and behind a call.
std::uintptr_t to_return_address(std::uintptr_t word) {
    const auto code = reinterpret_cast<std::uintptr_t>(code_begin);
    const auto code_bytes = static_cast<std::uintptr_t>(code_end - code_begin);
    const std::uintptr_t address = word & ~std::uintptr_t{1};
    if (address == word || address - code < 4 || address - code >= code_bytes)
        return 0;
    const auto* const before = reinterpret_cast<const std::uint16_t*>(address);
    const bool after_bl = (before[-2] & 0xf800) == 0xf000 && (before[-1] & 0xd000) == 0xd000;
    const bool after_blx = (before[-1] & 0xff87) == 0x4780;
    return after_bl || after_blx ? address : 0;
}

// From `stack` to the end of the memory that it is in.
std::span<const std::uintptr_t> words_from(const std::uintptr_t* stack) {
    const auto end_of = [](const std::byte* end) { return reinterpret_cast<const std::uintptr_t*>(end); };
    const auto [lower, higher] = std::minmax(end_of(heap_end), end_of(pool_end));
    const std::uintptr_t* const memory_end = stack < lower ? lower : higher;
    return stack < memory_end ? std::span{stack, memory_end} : std::span<const std::uintptr_t>{};
}

}  // namespace

// `frame` is where the interrupted code's r0-r3, r12, lr, pc, xpsr were stored.
void report_exception(const std::uintptr_t* frame, std::uint32_t exception_return, const std::uintptr_t* r4_to_r11) {
    constexpr std::uint32_t kFromTask = 1 << 2;
    constexpr std::uint32_t kFirstDevice = 16;
    const std::uint32_t status = reg(kFaultStatus);

    write_error("baton: ");
    write_error(exception_name(exception_number()));
    if (exception_number() >= kFirstDevice)
        write_hex(" 0x", exception_number() - kFirstDevice);
    write_error((exception_return & kFromTask) != 0 ? " in a task: " : " in an interrupt: ");
    // An overflow may have kept the processor from storing the frame.
    const bool has_frame = (status & kFrameLost) == 0;
    if (has_frame) {
        write_hex("pc 0x", frame[6]);
        write_error(", ");
    }
    write_hex("sp 0x", reinterpret_cast<std::uintptr_t>(frame));
    write_hex(", CFSR 0x", status);
    write_hex(", HFSR 0x", reg(kHardFaultStatus));
    if ((status & kMemoryAddressValid) != 0)
        write_hex(", address 0x", reg(kMemoryFaultAddress));
    if ((status & kBusAddressValid) != 0)
        write_hex(", address 0x", reg(kBusFaultAddress));
    write_error(cause(status));
    write_error("\n");

    constexpr std::array<std::string_view, 8> kFrameNames{"  r0 0x", " r1 0x", " r2 0x", " r3 0x",
                                                          " r12 0x", " lr 0x", " pc 0x", " xpsr 0x"};
    constexpr std::array<std::string_view, 8> kOtherNames{"  r4 0x", " r5 0x", " r6 0x",  " r7 0x",
                                                          " r8 0x",  " r9 0x", " r10 0x", " r11 0x"};
    if (has_frame)
        write_registers(kFrameNames, frame);
    write_registers(kOtherNames, r4_to_r11);
    write_callers(words_from(frame), to_return_address);
    report_fault(is_stack_overflow(status) ? MachineFault::stack_overflow : MachineFault::other);
}
