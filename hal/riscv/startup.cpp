// From reset to main(): memory, guards of stacks, interrupts, static constructors.
#include <cstddef>
#include <cstdint>

#include "hal/entry.hpp"
#include "hal/stack.hpp"

extern "C" {

// Set by the linker script (image.ld).
extern std::uintptr_t bss_begin[], bss_end[];
extern const std::byte boot_stack_bottom[], handler_stack_bottom[];
using Constructor = void (*)();
extern const Constructor constructors_begin[], constructors_end[];

// guarded_context.S.
extern std::uintptr_t stack_guard;
constinit std::uintptr_t stack_guard = 0;

void start_up();
}

namespace {

// pmpaddr for the guard of the stack that begins at `bottom`.
std::uintptr_t guard_of(const std::byte* bottom) {
    constexpr std::uintptr_t k32Bytes = 3;
    static_assert(baton::hal::kStackGuardBytes == 32);
    return reinterpret_cast<std::uintptr_t>(bottom) >> 2 | k32Bytes;
}

// Region 0 follows the running stack, region 1 is the handlers', region 2 is everything. The guards can be read: the
// kernel looks at the marks of stacks. Returns whether the processor has such regions: if it does not know one of the
// instructions, the trap continues behind them.
bool protect_memory(std::uintptr_t running, std::uintptr_t handlers) {
    constexpr std::uintptr_t kReadable = 1, kWritable = 2, kExecutable = 4, kPowerOfTwo = 3 << 3;
    constexpr std::uintptr_t kAlsoInMachineMode = 1 << 7;
    constexpr std::uintptr_t kGuard = kReadable | kPowerOfTwo;
    constexpr std::uintptr_t kEverything = kReadable | kWritable | kExecutable | kPowerOfTwo;
    constexpr std::uintptr_t kModes = kGuard | (kGuard | kAlsoInMachineMode) << 8 | kEverything << 16;
    std::uintptr_t vectors, found_running = 0, found_handlers = 0, found_modes = 0;
    asm volatile(
        "la %[vectors], 1f\n\t"
        "csrrw %[vectors], mtvec, %[vectors]\n\t"
        "csrw pmpaddr0, %[running]\n\t"
        "csrw pmpaddr1, %[handlers]\n\t"
        "csrw pmpaddr2, %[everywhere]\n\t"
        "csrw pmpcfg0, %[modes]\n\t"
        "sfence.vma\n\t"
        "csrr %[found_running], pmpaddr0\n\t"
        "csrr %[found_handlers], pmpaddr1\n\t"
        "csrr %[found_modes], pmpcfg0\n\t"
        ".balign 4\n"
        "1:\tcsrw mtvec, %[vectors]"
        : [vectors] "=&r"(vectors), [found_running] "+r"(found_running), [found_handlers] "+r"(found_handlers),
          [found_modes] "+r"(found_modes)
        : [running] "r"(running), [handlers] "r"(handlers), [everywhere] "r"(UINTPTR_MAX), [modes] "r"(kModes)
        : "memory");
    return found_running == running && found_handlers == handlers && found_modes == kModes;
}

// From here on loads and stores of tasks are checked as those of user mode are; returns whether the processor has it.
bool check_as_user() {
    constexpr std::uintptr_t kPreviousMode = 3 << 11, kModifyPrivilege = 1 << 17;  // mstatus.MPP, .MPRV
    std::uintptr_t status;
    asm volatile("csrc mstatus, %1\n\tcsrr %0, mstatus" : "=r"(status) : "r"(kPreviousMode));
    if ((status & kPreviousMode) != 0)
        return false;
    asm volatile("csrs mstatus, %1\n\tcsrr %0, mstatus" : "=r"(status) : "r"(kModifyPrivilege) : "memory");
    return (status & kModifyPrivilege) != 0;
}

// From here on every stack has an end; contexts bring theirs. A processor that cannot do that has `stack_guard` 0.
void set_up_stack_guards() {
    const std::uintptr_t running = guard_of(boot_stack_bottom);
    if (protect_memory(running, guard_of(handler_stack_bottom)) && check_as_user())
        stack_guard = running;
}

}  // namespace

void start_up() {
    // A loop, and not memset(): which GCC would make of it (see CMakeLists.txt), although that may be built to rely on
    // what is set up only here.
    for (std::uintptr_t* word = bss_begin; word != bss_end; ++word)
        *word = 0;
    set_up_stack_guards();
    baton::hal::kernel_leave();
    asm volatile("csrsi mstatus, 8" ::: "memory");  // MIE
    for (const Constructor* constructor = constructors_begin; constructor != constructors_end; ++constructor)
        (*constructor)();
}
