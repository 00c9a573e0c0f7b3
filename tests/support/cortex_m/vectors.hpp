// Interrupt handlers that are set while the program runs, which the port's table of constants does not allow.
#pragma once

namespace baton::test {

// From here on interrupt `number`, or the processor's own exception, calls `handler`. In machine.cpp.
void set_vector(unsigned number, void (*handler)());
void set_system_vector(unsigned exception, void (*handler)());

}  // namespace baton::test
