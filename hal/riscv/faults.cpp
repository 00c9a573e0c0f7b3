// What happens after a fault, or an interrupt that nobody handles: a report on the error console, and the end.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "hal/faults/report.hpp"
#include "hal/riscv/registers.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"

extern "C" {

[[noreturn]] void report_exception(const std::uintptr_t* x1_to_x31, bool in_task);

// Set by the linker script.
extern const std::byte code_begin[], code_end[], handler_stack_bottom[], pool_end[];

extern std::uintptr_t stack_guard;  // guarded_context.S
}

namespace baton::hal {

namespace {

constexpr std::uintptr_t kBadStore = 7;

std::string_view exception_name(std::uintptr_t cause) {
    switch (cause) {
        case 0: return "misaligned jump";
        case 1: return "bad jump";
        case 2: return "illegal instruction";
        case 3: return "breakpoint";
        case 4: return "misaligned load";
        case 5: return "bad load";
        case 6: return "misaligned store";
        case kBadStore: return "bad store";
        case 8:
        case 9:
        case 11: return "environment call";
        default: return "exception";
    }
}

[[noreturn]] void report_interrupt() {
    std::uintptr_t cause;
    asm volatile("csrr %0, mcause" : "=r"(cause));
    write_error("baton: unexpected interrupt");
    write_hex(" 0x", cause << 1 >> 1);
    write_error("\n");
    stop(1);
}

// Whether the running stack, or else the handlers', is full.
bool is_stack_overflow(std::uintptr_t cause, std::uintptr_t address) {
    const std::uintptr_t guard = stack_guard << 2 & ~(kStackGuardBytes - 1);
    const auto handlers_guard = reinterpret_cast<std::uintptr_t>(handler_stack_bottom);
    return cause == kBadStore &&
           ((guard != 0 && address - guard < kStackGuardBytes) || address - handlers_guard < kHandlerStackGuardBytes);
}

// Where `word` returns to: in the code, behind an instruction that jumps and leaves its address in ra.
std::uintptr_t to_return_address(std::uintptr_t word) {
    const auto code = reinterpret_cast<std::uintptr_t>(code_begin);
    const auto code_bytes = static_cast<std::uintptr_t>(code_end - code_begin);
    if (word % 2 != 0 || word - code < 4 || word - code > code_bytes)
        return 0;
    const auto* const before = reinterpret_cast<const std::uint16_t*>(word);
    const bool after_jal = (before[-2] & 0xfff) == 0x0ef;
    const bool after_jalr = (before[-2] & 0x7fff) == 0x00e7;
    const bool after_short_jalr = (before[-1] & 0xf07f) == 0x9002 && before[-1] != 0x9002;
    const bool after_short_jal = sizeof word == 4 && (before[-1] & 0xe003) == 0x2001;  // another instruction on rv64
    return after_jal || after_jalr || after_short_jalr || after_short_jal ? word : 0;
}

// From `stack`, if it is in the memory, to the memory's end.
std::span<const std::uintptr_t> words_from(std::uintptr_t stack) {
    const auto begin = reinterpret_cast<std::uintptr_t>(code_begin), end = reinterpret_cast<std::uintptr_t>(pool_end);
    if (stack % sizeof stack != 0 || stack < begin || stack >= end)
        return {};
    return {reinterpret_cast<const std::uintptr_t*>(stack), (end - stack) / sizeof stack};
}

void write_all_registers(const std::uintptr_t* x1_to_x31) {
    static constexpr std::array<std::string_view, 31> kNames{
        "  ra 0x", " sp 0x", " gp 0x",  " tp 0x",  " t0 0x", " t1 0x", " t2 0x",            //
        "  s0 0x", " s1 0x", " a0 0x",  " a1 0x",  " a2 0x", " a3 0x", " a4 0x", " a5 0x",  //
        "  a6 0x", " a7 0x", " s2 0x",  " s3 0x",  " s4 0x", " s5 0x", " s6 0x", " s7 0x",  //
        "  s8 0x", " s9 0x", " s10 0x", " s11 0x", " t3 0x", " t4 0x", " t5 0x", " t6 0x"};
    constexpr std::array<std::size_t, 4> kRows{7, 8, 8, 8};
    std::size_t first = 0;
    for (const std::size_t count : kRows) {
        write_registers(std::span{kNames}.subspan(first, count), x1_to_x31 + first);
        first += count;
    }
}

}  // namespace

// Drivers take their places.
InterruptHandler interrupt_handlers[kInterrupts] = {
    report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt,
    report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt, report_interrupt,
    report_interrupt, report_interrupt, report_interrupt, report_interrupt,
};

}  // namespace baton::hal

void report_exception(const std::uintptr_t* x1_to_x31, bool in_task) {
    using namespace baton::hal;
    refuse_second_report();
    std::uintptr_t cause, pc, value;
    asm volatile("csrr %0, mcause\n\tcsrr %1, mepc\n\tcsrr %2, mtval" : "=r"(cause), "=r"(pc), "=r"(value));
    const std::uintptr_t sp = x1_to_x31[1];
    const bool is_overflow = is_stack_overflow(cause, value);

    write_error("baton: ");
    write_error(exception_name(cause));
    write_error(in_task ? " in a task" : " in an interrupt");
    write_hex(": pc 0x", pc);
    write_hex(", sp 0x", sp);
    write_hex(", mcause 0x", cause);
    write_hex(", mtval 0x", value);  // the address, or the instruction
    write_error(is_overflow ? ": stack overflow\n" : "\n");
    write_all_registers(x1_to_x31);
    write_callers(words_from(sp), to_return_address);
    report_fault(is_overflow ? MachineFault::stack_overflow : MachineFault::other,
                 in_task ? reinterpret_cast<const void*>(sp) : nullptr);
}
