// What happens after a fault: a report on the error console, and the end.
#include "hal/faults/report.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "hal/stop.hpp"

namespace {

// What exceptions.S saves.
struct Registers {
    std::uintptr_t x[31];
    std::uintptr_t sp;
};

}  // namespace

extern "C" {

[[noreturn]] void report_exception(const Registers* registers);

// Set by the linker script.
extern const std::byte code_begin[], code_end[], data_begin[], heap_end[], pool_begin[], memory_end[];
extern const std::byte handler_stack_bottom[];
}

namespace {

using namespace baton::hal;

// What ESR_EL1 says: the class of the exception, and for accesses to memory some details.
class Syndrome {
  public:
    explicit Syndrome(std::uintptr_t value) : value_(value) {}

    bool is_watchpoint() const { return exception_class() == 0x35; }
    bool is_data_abort() const { return exception_class() == 0x25; }
    bool has_address() const {
        const unsigned of = exception_class();
        return of == 0x21 || of == 0x22 || is_data_abort() || is_watchpoint();
    }

    std::string_view name() const {
        switch (exception_class()) {
            case 0x00:
            case 0x0e: return "undefined instruction";
            case 0x15: return "system call";
            case 0x18: return "bad system register";
            case 0x21: return "bad jump";
            case 0x22: return "misaligned jump";
            case 0x25:
                return is_misaligned() ? store_or_load("misaligned store", "misaligned load")
                                       : store_or_load("bad store", "bad load");
            case 0x26: return "misaligned stack";
            case 0x2f: return "system error";
            case 0x35: return "bad store";  // the stack's guard
            case 0x3c: return "breakpoint";
            default: return "exception";
        }
    }

  private:
    unsigned exception_class() const { return static_cast<unsigned>(value_ >> 26) & 0x3f; }
    bool is_misaligned() const { return (value_ & 0x3f) == 0x21; }
    std::string_view store_or_load(std::string_view store, std::string_view load) const {
        return (value_ & 1 << 6) != 0 ? store : load;
    }

    std::uintptr_t value_;
};

// Where `word` returns to: in the code, behind BL or BLR.
std::uintptr_t to_return_address(std::uintptr_t word) {
    const auto code = reinterpret_cast<std::uintptr_t>(code_begin);
    const auto code_bytes = static_cast<std::uintptr_t>(code_end - code_begin);
    if (word % 4 != 0 || word - code < 4 || word - code >= code_bytes)
        return 0;
    const std::uint32_t before = reinterpret_cast<const std::uint32_t*>(word)[-1];
    const bool after_bl = before >> 26 == 0x25, after_blr = (before & 0xfffffc1f) == 0xd63f0000;
    return after_bl || after_blr ? word : 0;
}

// From the stack pointer to the end of the memory that it is in; nothing if it is in none.
std::span<const std::uintptr_t> words_from(std::uintptr_t sp) {
    const auto address = [](const std::byte* place) { return reinterpret_cast<std::uintptr_t>(place); };
    const std::uintptr_t end = sp < address(heap_end) ? address(heap_end) : address(memory_end);
    const std::uintptr_t begin = sp < address(heap_end) ? address(data_begin) : address(pool_begin);
    if (sp < begin || sp >= end || sp % sizeof(std::uintptr_t) != 0)
        return {};
    return {reinterpret_cast<const std::uintptr_t*>(sp), (end - sp) / sizeof(std::uintptr_t)};
}

// Below the handlers' stack is code, which cannot be written.
bool is_below_handler_stack(std::uintptr_t address) {
    constexpr std::uintptr_t kNear = 4096;
    return reinterpret_cast<std::uintptr_t>(handler_stack_bottom) - address <= kNear;
}

void write_all_registers(const Registers& registers) {
    constexpr std::array<std::string_view, 32> kNames{
        "  x0 0x",  " x1 0x",  " x2 0x",  " x3 0x",  " x4 0x",  " x5 0x",  " x6 0x",  " x7 0x",
        "  x8 0x",  " x9 0x",  " x10 0x", " x11 0x", " x12 0x", " x13 0x", " x14 0x", " x15 0x",
        "  x16 0x", " x17 0x", " x18 0x", " x19 0x", " x20 0x", " x21 0x", " x22 0x", " x23 0x",
        "  x24 0x", " x25 0x", " x26 0x", " x27 0x", " x28 0x", " x29 0x", " x30 0x", " sp 0x"};
    constexpr std::size_t kOfLine = 8;
    for (std::size_t first = 0; first < kNames.size(); first += kOfLine)
        write_registers(std::span{kNames}.subspan(first, kOfLine), registers.x + first);
}

}  // namespace

void report_exception(const Registers* registers) {
    refuse_second_report();
    std::uintptr_t esr, far, pc, state;
    asm volatile("mrs %0, esr_el1\n\tmrs %1, far_el1\n\tmrs %2, elr_el1\n\tmrs %3, spsr_el1"
                 : "=r"(esr), "=r"(far), "=r"(pc), "=r"(state));
    const Syndrome syndrome(esr);
    const bool in_task = (state & 1) == 0;  // SPSel
    const bool is_handler_overflow = !in_task && syndrome.is_data_abort() && is_below_handler_stack(far);

    write_error("baton: ");
    write_error(syndrome.name());
    write_error(in_task ? " in a task: " : " in an interrupt: ");
    write_hex("pc 0x", pc);
    write_hex(", sp 0x", registers->sp);
    write_hex(", ESR 0x", esr);
    if (syndrome.has_address())
        write_hex(", address 0x", far);
    if (syndrome.is_watchpoint() || is_handler_overflow)
        write_error(": stack overflow");
    write_error("\n");
    write_all_registers(*registers);
    write_callers(words_from(registers->sp), to_return_address);
    report_fault(syndrome.is_watchpoint() || is_handler_overflow ? MachineFault::stack_overflow : MachineFault::other,
                 in_task ? reinterpret_cast<const void*>(registers->sp) : nullptr);
}
