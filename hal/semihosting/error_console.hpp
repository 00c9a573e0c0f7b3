// The error stream of hal/console.hpp, for a board's console.
#pragma once

#include <string_view>

namespace baton::hal {

// Writes to the debugger's or emulator's console. Context: any.
void error_console_write(std::string_view text);

}  // namespace baton::hal
