// hal/stop.hpp, and the error stream of hal/console.hpp: both go to whoever runs the machine.
#include "hal/stop.hpp"

#include <array>

#include "hal/semihosting/call_text.hpp"
#include "hal/semihosting/calls.hpp"
#include "hal/semihosting/error_console.hpp"

namespace baton::hal {

void stop(int status) {
    constexpr std::uintptr_t kApplicationExit = 0x20026;
    const std::array<std::uintptr_t, 2> parameters{kApplicationExit, static_cast<std::uintptr_t>(status)};
    for (;;)
        semihosting(SemihostingCall::exit_extended, parameters.data());
}

void error_console_write(std::string_view text) {
    while (!text.empty()) {
        const CallText piece(text);
        semihosting(SemihostingCall::write_text, piece.data());
        text.remove_prefix(piece.size());
    }
}

}  // namespace baton::hal
