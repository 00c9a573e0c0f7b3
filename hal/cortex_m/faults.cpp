// What happens after a fault, or an interrupt that nobody handles: a report on the error console, and the end.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "hal/cortex_m/registers.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"

extern "C" {

[[noreturn]] void report_exception(const std::uint32_t* frame, std::uint32_t exception_return,
                                   const std::uint32_t* r4_to_r11);

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

void write_hex(std::string_view label, std::uint32_t value) {
    std::array<char, 8> digits;
    const auto result = std::to_chars(digits.begin(), digits.end(), value, 16);
    error_console_write(label);
    error_console_write({digits.begin(), result.ptr});
}

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

void write_registers(const std::array<std::string_view, 8>& labels, const std::uint32_t* values) {
    for (const std::string_view label : labels)
        write_hex(label, *values++);
    error_console_write("\n");
}

// Words on the stack that look like addresses to return to: in the code, and behind a call. What an earlier call left
// there may be among them.
void write_callers(const std::uint32_t* stack) {
    constexpr int kCallersMax = 8;
    constexpr std::ptrdiff_t kWordsMax = 256;
    const auto code = reinterpret_cast<std::uintptr_t>(code_begin);
    const auto code_bytes = static_cast<std::uint32_t>(code_end - code_begin);
    // The end of the memory that the stack is in: looking further would be the next fault.
    const auto end_of = [](const std::byte* end) { return reinterpret_cast<const std::uint32_t*>(end); };
    const auto [lower, higher] = std::minmax(end_of(heap_end), end_of(pool_end));
    const std::uint32_t* const memory_end = stack < lower ? lower : higher;
    if (stack >= memory_end)
        return;
    const std::uint32_t* const end = stack + std::min(kWordsMax, memory_end - stack);
    error_console_write("  stack");
    int callers = 0;
    for (; stack != end && callers < kCallersMax; ++stack) {
        const std::uint32_t address = *stack & ~1U;
        if (address == *stack || address - code < 4 || address - code >= code_bytes)
            continue;
        const auto* const before = reinterpret_cast<const std::uint16_t*>(address);
        const bool after_bl = (before[-2] & 0xf800) == 0xf000 && (before[-1] & 0xd000) == 0xd000;
        const bool after_blx = (before[-1] & 0xff87) == 0x4780;
        if (after_bl || after_blx) {
            write_hex(" 0x", address);
            ++callers;
        }
    }
    error_console_write("\n");
}

}  // namespace

// `frame` is where the interrupted code's r0-r3, r12, lr, pc, xpsr were stored.
void report_exception(const std::uint32_t* frame, std::uint32_t exception_return, const std::uint32_t* r4_to_r11) {
    constexpr std::uint32_t kFromTask = 1 << 2;
    constexpr std::uint32_t kFirstDevice = 16;
    const std::uint32_t status = reg(kFaultStatus);

    error_console_write("baton: ");
    error_console_write(exception_name(exception_number()));
    if (exception_number() >= kFirstDevice)
        write_hex(" 0x", exception_number() - kFirstDevice);
    error_console_write((exception_return & kFromTask) != 0 ? " in a task: " : " in an interrupt: ");
    // An overflow may have kept the processor from storing the frame.
    const bool has_frame = (status & kFrameLost) == 0;
    if (has_frame) {
        write_hex("pc 0x", frame[6]);
        error_console_write(", ");
    }
    write_hex("sp 0x", reinterpret_cast<std::uintptr_t>(frame));
    write_hex(", CFSR 0x", status);
    write_hex(", HFSR 0x", reg(kHardFaultStatus));
    if ((status & kMemoryAddressValid) != 0)
        write_hex(", address 0x", reg(kMemoryFaultAddress));
    if ((status & kBusAddressValid) != 0)
        write_hex(", address 0x", reg(kBusFaultAddress));
    error_console_write(cause(status));
    error_console_write("\n");

    constexpr std::array<std::string_view, 8> kFrameNames{"  r0 0x", " r1 0x", " r2 0x", " r3 0x",
                                                          " r12 0x", " lr 0x", " pc 0x", " xpsr 0x"};
    constexpr std::array<std::string_view, 8> kOtherNames{"  r4 0x", " r5 0x", " r6 0x",  " r7 0x",
                                                          " r8 0x",  " r9 0x", " r10 0x", " r11 0x"};
    if (has_frame)
        write_registers(kFrameNames, frame);
    write_registers(kOtherNames, r4_to_r11);
    write_callers(frame);
    report_fault(is_stack_overflow(status) ? MachineFault::stack_overflow : MachineFault::other);
}
