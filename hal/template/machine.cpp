// FILL IN: hal/machine.hpp and hal/stop.hpp.
#include "hal/machine.hpp"

#include "hal/stop.hpp"

namespace baton::hal {

// Words from whoever started the machine, or none.
std::span<const std::string_view> arguments() {
    return {};
}

// RAM that the image does not use.
std::span<std::byte> task_memory() {
    return {};
}

// Tell whoever started the machine, by semihosting or a test device. A product on a desk may reset itself.
void stop(int) {
    for (;;) {
    }
}

}  // namespace baton::hal
