// From reset to main(): memory, guards of stacks, interrupts, static constructors.
#include <cstddef>
#include <cstdint>

#include "hal/entry.hpp"
#include "hal/stack.hpp"

extern "C" {

// Set by the linker script (image.ld).
extern std::uintptr_t bss_begin[], bss_end[];
extern const std::byte boot_stack_bottom[], handler_stack_bottom[], code_begin[], read_only_end[];
extern const std::byte pool_guard[], pool_begin[], pool_end[];
using Constructor = void (*)();
extern const Constructor constructors_begin[], constructors_end[];

// guarded_context.S.
extern std::uintptr_t stack_guard;
constinit std::uintptr_t stack_guard = 0;

void start_up();
}

namespace {

// What pmpaddr takes: words, and for a region of a power of two its size in the lowest bits.
std::uintptr_t words_to(const std::byte* place) {
    return reinterpret_cast<std::uintptr_t>(place) >> 2;
}
std::uintptr_t region(const std::byte* begin, std::size_t bytes) {
    return words_to(begin) | (bytes / 8 - 1);
}

// Regions, the first that covers an address counts: the guards of the running stack, which follows it, of the handlers'
// stack and of the pool of stacks; code; data; everything else. Guards can be read: the kernel looks at the marks of
// stacks. All but the first and the last bind machine mode too, in which code is fetched and handlers run. Returns
// whether the processor has such regions: if it does not know one of the instructions, the trap continues behind them.
bool protect_memory(std::uintptr_t running) {
    constexpr std::uint64_t kReadable = 1, kWritable = 2, kExecutable = 4, kLocked = 1 << 7;
    constexpr std::uint64_t kFromPrevious = 1 << 3, kPowerOfTwo = 3 << 3;
    constexpr std::uint64_t kGuard = kReadable | kPowerOfTwo, kBeginOfCode = 0;
    constexpr std::uint64_t kCode = kReadable | kExecutable | kFromPrevious | kLocked;
    constexpr std::uint64_t kData = kReadable | kWritable | kFromPrevious | kLocked;
    constexpr std::uint64_t kElse = kReadable | kWritable | kExecutable | kPowerOfTwo;
    constexpr std::uint64_t kModes = kGuard | (kGuard | kLocked) << 8 | (kGuard | kLocked) << 16 | kBeginOfCode << 24 |
                                     kCode << 32 | kData << 40 | kElse << 48;
    std::uintptr_t vectors, found_running = 0, found_pool = 0, found_modes = 0, found_more_modes = 0;
    asm volatile(
        "la %[vectors], 1f\n\t"
        "csrrw %[vectors], mtvec, %[vectors]\n\t"
        "csrw pmpaddr0, %[running]\n\t"
        "csrw pmpaddr1, %[handlers]\n\t"
        "csrw pmpaddr2, %[pool]\n\t"
        "csrw pmpaddr3, %[code]\n\t"
        "csrw pmpaddr4, %[data]\n\t"
        "csrw pmpaddr5, %[end]\n\t"
        "csrw pmpaddr6, %[everywhere]\n\t"
        "csrw pmpcfg0, %[modes]\n\t"
#if __riscv_xlen == 32
        "csrw pmpcfg1, %[more_modes]\n\t"
        "csrr %[found_more_modes], pmpcfg1\n\t"
#endif
        "sfence.vma\n\t"
        "csrr %[found_running], pmpaddr0\n\t"
        "csrr %[found_pool], pmpaddr2\n\t"
        "csrr %[found_modes], pmpcfg0\n\t"
        ".balign 4\n"
        "1:\tcsrw mtvec, %[vectors]"
        : [vectors] "=&r"(vectors), [found_running] "+r"(found_running), [found_pool] "+r"(found_pool),
          [found_modes] "+r"(found_modes), [found_more_modes] "+r"(found_more_modes)
        : [running] "r"(running), [handlers] "r"(region(handler_stack_bottom, baton::hal::kHandlerStackGuardBytes)),
          [pool] "r"(region(pool_guard, static_cast<std::size_t>(pool_begin - pool_guard))),
          [code] "r"(words_to(code_begin)), [data] "r"(words_to(read_only_end)), [end] "r"(words_to(pool_end)),
          [everywhere] "r"(UINTPTR_MAX), [modes] "r"(static_cast<std::uintptr_t>(kModes)),
          [more_modes] "r"(static_cast<std::uintptr_t>(kModes >> 32))
        : "memory");
    const std::uint64_t found = __riscv_xlen == 32 ? std::uint64_t{found_more_modes} << 32 | found_modes : found_modes;
    return found_running == running && found_pool != 0 && found == kModes;
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
    const std::uintptr_t running = region(boot_stack_bottom, baton::hal::kStackGuardBytes);
    if (protect_memory(running) && check_as_user())
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
