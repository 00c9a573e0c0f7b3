// From reset to main(): memory, priorities, static constructors.
#include <cstddef>
#include <cstdint>

#include "hal/cortex_m/protection.hpp"
#include "hal/cortex_m/registers.hpp"
#include "hal/stack.hpp"

extern "C" {

// Set by the linker script (image.ld).
extern std::uint32_t data_begin[], data_end[], data_image[];
extern std::uint32_t bss_begin[], bss_end[];
extern const std::byte handler_stack_bottom[], boot_stack_bottom[];
using Constructor = void (*)();
extern const Constructor constructors_begin[], constructors_end[];

void start_up();
}

namespace {

// The linker script aligns all ends to words. Loops, and not memcpy(): which GCC would make of them (see
// CMakeLists.txt), although it may be built to rely on what is set up only here.
void fill_memory() {
    const std::uint32_t* from = data_image;
    for (std::uint32_t* to = data_begin; to != data_end; ++to)
        *to = *from++;
    for (std::uint32_t* to = bss_begin; to != bss_end; ++to)
        *to = 0;
}

void set_up_exceptions() {
    using namespace baton::hal;
    constexpr std::uint32_t kPendSvLowest = 0xff << 16;
    constexpr std::uint32_t kAlignStack = 1 << 9, kTrapDivisionByZero = 1 << 4;
    constexpr std::uint32_t kUsageFault = 1 << 18, kBusFault = 1 << 17, kMemoryFault = 1 << 16;
    reg(kSystemPriority3) = kPendSvLowest;
    reg(kConfigurationControl) = reg(kConfigurationControl) | kAlignStack | kTrapDivisionByZero;
    reg(kSystemControlState) = kUsageFault | kBusFault | kMemoryFault;
}

// From here on every stack has an end; contexts bring theirs (context.S).
void set_up_stack_limits() {
#if __ARM_ARCH >= 8
    asm volatile("msr msplim, %0" ::"r"(handler_stack_bottom));
    asm volatile("msr psplim, %0" ::"r"(boot_stack_bottom + baton::hal::kStackGuardBytes));
#endif
}

}  // namespace

void start_up() {
    fill_memory();
    set_up_exceptions();
    set_up_stack_limits();
    baton::hal::start_protection(boot_stack_bottom);
    for (const Constructor* constructor = constructors_begin; constructor != constructors_end; ++constructor)
        (*constructor)();
}
