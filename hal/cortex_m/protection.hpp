// The memory protection unit.
#pragma once

#include <cstddef>

namespace baton::hal {

// Switches it on: what is neither the image's memory nor a device cannot be accessed, nor code be written, nor data be
// executed, nor the stack that begins at `stack_bottom` overflow. Context: start-up.
void start_protection(const std::byte* stack_bottom);

}  // namespace baton::hal
