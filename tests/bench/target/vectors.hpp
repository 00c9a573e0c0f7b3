// Interrupt handlers that are set while the program runs, which the port's table of constants does not allow.
#pragma once

namespace baton::bench {

// From here on interrupt `number` calls `handler`.
void set_vector(unsigned number, void (*handler)());

}  // namespace baton::bench
