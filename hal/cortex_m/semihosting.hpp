// Calls to the debugger or emulator that the core runs under ("Semihosting for AArch32 and AArch64", Arm).
#pragma once

#include <cstdint>

namespace baton::hal {

enum class SemihostingCall : std::uint32_t {
    write_text = 0x04,     // SYS_WRITE0
    command_line = 0x15,   // SYS_GET_CMDLINE
    exit_extended = 0x20,  // SYS_EXIT_EXTENDED: the only one with an exit status on 32-bit cores
};

inline std::int32_t semihosting(SemihostingCall call, const void* parameters) {
    // The call comes and its result goes in r0.
    register auto r0 asm("r0") = static_cast<std::uint32_t>(call);
    register auto r1 asm("r1") = parameters;
    asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return static_cast<std::int32_t>(r0);
}

}  // namespace baton::hal
