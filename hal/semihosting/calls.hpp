// Calls to the debugger or emulator that the core runs under ("Semihosting for AArch32 and AArch64", Arm; RISC-V takes
// the same numbers and parameters).
#pragma once

#include <cstdint>

namespace baton::hal {

enum class SemihostingCall : std::uintptr_t {
    open = 0x01,           // SYS_OPEN
    close = 0x02,          // SYS_CLOSE
    write_text = 0x04,     // SYS_WRITE0
    write = 0x05,          // SYS_WRITE
    read = 0x06,           // SYS_READ
    seek = 0x0a,           // SYS_SEEK
    length = 0x0c,         // SYS_FLEN
    command_line = 0x15,   // SYS_GET_CMDLINE
    exit_extended = 0x20,  // SYS_EXIT_EXTENDED: the only one with an exit status on cores of 32 bits
};

// The architecture's, in assembly. Parameters are words; most results are 0 if all is well.
extern "C" std::intptr_t semihosting(SemihostingCall call, const void* parameters);

}  // namespace baton::hal
