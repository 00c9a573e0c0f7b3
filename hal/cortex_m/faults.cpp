// What happens after a fault, or an interrupt that nobody handles: one line on the error console, and the end.
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "hal/cortex_m/error_console.hpp"
#include "hal/cortex_m/registers.hpp"
#include "hal/stop.hpp"

extern "C" [[noreturn]] void report_exception(const std::uint32_t* frame, std::uint32_t exception_return);

namespace {

using baton::hal::error_console_write;

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

}  // namespace

// `frame` is where the interrupted code's r0-r3, r12, lr, pc, xpsr were stored.
void report_exception(const std::uint32_t* frame, std::uint32_t exception_return) {
    using namespace baton::hal;
    constexpr std::uint32_t kFrameLost = 1 << 12 | 1 << 4;  // CFSR.STKERR, .MSTKERR
    constexpr std::uint32_t kFromTask = 1 << 2;
    constexpr std::uint32_t kFirstDevice = 16;
    const std::uint32_t status = reg(kFaultStatus);
    const bool in_task = (exception_return & kFromTask) != 0;

    error_console_write("baton: ");
    error_console_write(exception_name(exception_number()));
    if (exception_number() >= kFirstDevice)
        write_hex(" 0x", exception_number() - kFirstDevice);
    error_console_write(in_task ? " in a task" : " in an interrupt");
    if ((status & kFrameLost) != 0) {
        error_console_write(", stack overflow");
    } else {
        write_hex(": pc 0x", frame[6]);
        write_hex(", lr 0x", frame[5]);
    }
    write_hex(", sp 0x", reinterpret_cast<std::uintptr_t>(frame));
    write_hex(", CFSR 0x", status);
    write_hex(", address 0x", reg(kFaultAddress));
    error_console_write("\n");
    stop(1);
}
