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

// Set by the linker scripts.
extern const std::byte code_begin[], code_end[], handler_stack_bottom[];
extern const std::byte data_memory_begin[], data_memory_end[], pool_begin[], pool_end[];
}

namespace {

using namespace baton::hal;

// Bits of CFSR. On ARMv7-M the one of ARMv8-M that is missing there is always 0.
constexpr std::uint32_t kMemoryAddressValid = 1 << 7, kMemoryFrameLost = 1 << 4, kMemoryData = 1 << 1, kMemoryJump = 1;
constexpr std::uint32_t kBusAddressValid = 1 << 15, kBusFrameLost = 1 << 12, kBusData = 3 << 9, kBusJump = 1 << 8;
constexpr std::uint32_t kDivisionByZero = 1 << 25, kUnaligned = 1 << 24, kStackLimit = 1 << 20, kNotThumb = 1 << 17;
constexpr std::uint32_t kUndefined = 1 << 16;
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
        case 11: return "system call";
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

// The memory begins with the handlers' stack.
bool is_below_handler_stack(std::uint32_t address) {
    constexpr std::uint32_t kNear = 4096;
    return reinterpret_cast<std::uintptr_t>(handler_stack_bottom) - address <= kNear;
}

bool is_stack_overflow(std::uint32_t status) {
    const auto is_end_of_stack = [](std::uint32_t address) {
        return is_in_stack_guard(address) || is_below_handler_stack(address);
    };
    return (status & kFrameLost) != 0 ||
           ((status & kMemoryAddressValid) != 0 && is_end_of_stack(reg(kMemoryFaultAddress))) ||
           ((status & kBusAddressValid) != 0 && is_end_of_stack(reg(kBusFaultAddress)));
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
    if ((status & (kMemoryJump | kBusJump | kNotThumb)) != 0)
        return ": bad jump";
    if ((status & (kMemoryData | kBusData)) != 0)
        return ": bad address";
    return "";
}

bool is_code(std::uintptr_t address) {
    return address >= reinterpret_cast<std::uintptr_t>(code_begin) &&
           address < reinterpret_cast<std::uintptr_t>(code_end);
}

// Without a debugger it is a hard fault, whose reason no status register has.
bool is_breakpoint(std::uintptr_t pc) {
    return is_code(pc) && *reinterpret_cast<const std::uint16_t*>(pc) >> 8 == 0xbe;
}

// Where `word` returns to: in the code, with the Thumb bit, and behind a call.
std::uintptr_t to_return_address(std::uintptr_t word) {
    const std::uintptr_t address = word & ~std::uintptr_t{1};
    if (address == word || !is_code(address - 4) || !is_code(address))
        return 0;
    const auto* const before = reinterpret_cast<const std::uint16_t*>(address);
    const bool after_bl = (before[-2] & 0xf800) == 0xf000 && (before[-1] & 0xd000) == 0xd000;
    const bool after_blx = (before[-1] & 0xff87) == 0x4780;
    return after_bl || after_blx ? address : 0;
}

// From `stack` to the end of the memory that it is in; nothing if it is in none.
std::span<const std::uintptr_t> words_from(const std::uintptr_t* stack) {
    const auto address = reinterpret_cast<const std::byte*>(stack);
    const auto words_to = [&](const std::byte* end) {
        return std::span{stack, static_cast<std::size_t>(end - address) / sizeof *stack};
    };
    if (reinterpret_cast<std::uintptr_t>(stack) % sizeof *stack != 0)
        return {};
    if (address >= data_memory_begin && address < data_memory_end)
        return words_to(data_memory_end);
    return address >= pool_begin && address < pool_end ? words_to(pool_end) : std::span<const std::uintptr_t>{};
}

const std::uintptr_t* task_stack_pointer() {
    const std::uintptr_t* pointer;
    asm volatile("mrs %0, psp" : "=r"(pointer));
    return pointer;
}

// Whether PendSV was interrupted, which writes to the task's stack on the task's account.
bool is_preemption(std::span<const std::uintptr_t> frame) {
    constexpr std::uint32_t kPendSv = 14;
    return !frame.empty() && (frame[7] & 0x1ff) == kPendSv;
}

}  // namespace

// `frame` is where the interrupted code's r0-r3, r12, lr, pc, xpsr were stored.
void report_exception(const std::uintptr_t* frame, std::uint32_t exception_return, const std::uintptr_t* r4_to_r11) {
    constexpr std::uint32_t kOnTaskStack = 1 << 2;
    constexpr std::uint32_t kFirstDevice = 16;
    constexpr std::size_t kFrameWords = 8;
    refuse_second_report();
    const std::uint32_t status = reg(kFaultStatus);
    const std::span<const std::uintptr_t> stack = words_from(frame);
    // An overflow may have kept the processor from storing the frame.
    const bool has_frame = (status & kFrameLost) == 0 && stack.size() >= kFrameWords;
    const bool in_preemption = has_frame && is_preemption(stack);
    const bool in_task = (exception_return & kOnTaskStack) != 0 || in_preemption;

    write_error("baton: ");
    write_error(exception_name(exception_number()));
    if (exception_number() >= kFirstDevice)
        write_hex(" 0x", exception_number() - kFirstDevice);
    write_error(in_task ? " in a task: " : " in an interrupt: ");
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
    write_error(has_frame && is_breakpoint(frame[6]) ? ": breakpoint" : cause(status));
    write_error("\n");

    constexpr std::array<std::string_view, 8> kFrameNames{"  r0 0x", " r1 0x", " r2 0x", " r3 0x",
                                                          " r12 0x", " lr 0x", " pc 0x", " xpsr 0x"};
    constexpr std::array<std::string_view, 8> kOtherNames{"  r4 0x", " r5 0x", " r6 0x",  " r7 0x",
                                                          " r8 0x",  " r9 0x", " r10 0x", " r11 0x"};
    if (has_frame)
        write_registers(kFrameNames, frame);
    write_registers(kOtherNames, r4_to_r11);
    const auto* const task_stack = in_preemption ? task_stack_pointer() : frame;
    // An overflow leaves the handlers' stack for where no memory is.
    const auto* const handlers_stack = std::max(frame, reinterpret_cast<const std::uintptr_t*>(handler_stack_bottom));
    write_callers(words_from(in_task ? task_stack : handlers_stack), to_return_address);
    report_fault(is_stack_overflow(status) ? MachineFault::stack_overflow : MachineFault::other,
                 in_task ? task_stack : nullptr);
}
