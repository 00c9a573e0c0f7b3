// From reset to main(): memory, interrupts, static constructors.
#include <cstdint>

#include "hal/entry.hpp"

extern "C" {

// Set by the linker script (image.ld).
extern std::uintptr_t bss_begin[], bss_end[];
using Constructor = void (*)();
extern const Constructor constructors_begin[], constructors_end[];

void start_up();
}

void start_up() {
    // A loop, and not memset(): which GCC would make of it (see CMakeLists.txt), although that may be built to rely on
    // what is set up only here.
    for (std::uintptr_t* word = bss_begin; word != bss_end; ++word)
        *word = 0;
    baton::hal::kernel_leave();
    asm volatile("csrsi mstatus, 8" ::: "memory");  // MIE
    for (const Constructor* constructor = constructors_begin; constructor != constructors_end; ++constructor)
        (*constructor)();
}
