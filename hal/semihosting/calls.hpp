// Calls to the debugger or emulator that the core runs under ("Semihosting for AArch32 and AArch64", Arm; RISC-V takes
// the same numbers and parameters).
#pragma once

#include <cstdint>

namespace baton::hal {

enum class SemihostingCall : std::uintptr_t {
    write_text = 0x04,     // SYS_WRITE0
    command_line = 0x15,   // SYS_GET_CMDLINE
    exit_extended = 0x20,  // SYS_EXIT_EXTENDED: the only one with an exit status on cores of 32 bits
};

// The architecture's, in assembly. Parameters are words; the result is 0 if there is nothing else to say.
extern "C" std::intptr_t semihosting(SemihostingCall call, const void* parameters);

}  // namespace baton::hal
