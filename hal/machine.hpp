// What a machine gives the launcher that calls app_main(): arguments and memory. Used by start-up code only.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace baton::hal {

// The words of the command line, without the program's name. Valid for the whole run. Context: start-up.
[[nodiscard]] std::span<const std::string_view> arguments();

// Memory for pooled tasks: on a target all RAM that the image does not use. Context: start-up.
[[nodiscard]] std::span<std::byte> task_memory();

}  // namespace baton::hal
