// From reset to main(): memory, the stack's guard, interrupts, static constructors.
#include <bit>
#include <cstddef>
#include <cstdint>

#include "hal/aarch64/translation.hpp"
#include "hal/entry.hpp"
#include "hal/stack.hpp"

extern "C" {

// Set by the linker script (image.ld).
extern std::uint64_t bss_begin[], bss_end[];
extern const std::byte boot_stack_bottom[];
using Constructor = void (*)();
extern const Constructor constructors_begin[], constructors_end[];

void start_up();
}

namespace {

void clear_bss() {
    // A loop, and not memset(), which may be built to rely on what is set up only here (see CMakeLists.txt).
    for (std::uint64_t* word = bss_begin; word != bss_end; ++word)
        *word = 0;
}

// From here on every stack has an end; contexts bring theirs (context.S). Watchpoint 0 follows the running stack; it
// can be read: the kernel looks at the marks of stacks.
void set_up_stack_guard() {
    using baton::hal::kStackGuardBytes;
    static_assert(std::has_single_bit(kStackGuardBytes) && kStackGuardBytes >= 8);
    constexpr std::uint64_t kOn = 1, kLevel1Only = 1 << 1, kStores = 2 << 3, kAllBytes = 0xff << 5;
    constexpr std::uint64_t kSize = std::uint64_t{std::countr_zero(kStackGuardBytes)} << 24;
    constexpr std::uint64_t kWatchpointsOn = 1 << 15, kAlsoAtThisLevel = 1 << 13;  // MDSCR_EL1.MDE, .KDE
    asm volatile(
        "msr oslar_el1, xzr\n\tmsr dbgwvr0_el1, %0\n\tmsr dbgwcr0_el1, %1\n\tmsr mdscr_el1, %2\n\tmsr daifclr, "
        "#8\n\tisb" ::"r"(boot_stack_bottom),
        "r"(kOn | kLevel1Only | kStores | kAllBytes | kSize), "r"(kWatchpointsOn | kAlsoAtThisLevel));
}

}  // namespace

void start_up() {
    clear_bss();
    baton::hal::start_translation();
    set_up_stack_guard();
    for (const Constructor* constructor = constructors_begin; constructor != constructors_end; ++constructor)
        (*constructor)();
    asm volatile("msr daifclr, #6" ::: "memory");  // errors, interrupts
    baton::hal::kernel_leave();
}
