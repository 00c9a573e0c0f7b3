// What happens after a fault, or an interrupt that nobody handles: one line on the error console, and the end.
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "hal/riscv/registers.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/stop.hpp"

extern "C" [[noreturn]] void report_exception(std::uintptr_t sp, std::uintptr_t ra, bool in_task);

namespace baton::hal {

namespace {

void write_hex(std::string_view label, std::uintptr_t value) {
    std::array<char, 2 * sizeof value> digits;
    const auto result = std::to_chars(digits.begin(), digits.end(), value, 16);
    error_console_write(label);
    error_console_write({digits.begin(), result.ptr});
}

std::string_view exception_name(std::uintptr_t cause) {
    switch (cause) {
        case 0: return "misaligned jump";
        case 1: return "bad jump";
        case 2: return "illegal instruction";
        case 3: return "breakpoint";
        case 4: return "misaligned load";
        case 5: return "bad load";
        case 6: return "misaligned store";
        case 7: return "bad store";
        case 8:
        case 9:
        case 11: return "environment call";
        default: return "exception";
    }
}

[[noreturn]] void report_interrupt() {
    std::uintptr_t cause;
    asm volatile("csrr %0, mcause" : "=r"(cause));
    error_console_write("baton: unexpected interrupt");
    write_hex(" 0x", cause << 1 >> 1);
    error_console_write("\n");
    stop(1);
}

}  // namespace

// Drivers take their places.
InterruptHandler interrupt_handlers[kInterrupts] = {
    report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt,
    report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt,
    report_interrupt, report_interrupt, report_interrupt, report_interrupt,
};

}  // namespace baton::hal

void report_exception(std::uintptr_t sp, std::uintptr_t ra, bool in_task) {
    using namespace baton::hal;
    std::uintptr_t cause, pc, value;
    asm volatile("csrr %0, mcause\n\tcsrr %1, mepc\n\tcsrr %2, mtval" : "=r"(cause), "=r"(pc), "=r"(value));
    error_console_write("baton: ");
    error_console_write(exception_name(cause));
    error_console_write(in_task ? " in a task" : " in an interrupt");
    write_hex(": pc 0x", pc);
    write_hex(", ra 0x", ra);
    write_hex(", sp 0x", sp);
    write_hex(", mcause 0x", cause);
    write_hex(", mtval 0x", value);  // the address, or the instruction
    error_console_write("\n");
    report_fault(MachineFault::other);
}
