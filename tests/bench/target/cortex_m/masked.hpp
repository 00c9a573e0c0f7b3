// How long interrupts are masked.
#pragma once

namespace baton::bench {

class Trial;

// The longest run of instructions, in all that the kernel does, during which an interrupt has to wait.
void interrupt_masked_max(Trial& trial);

}  // namespace baton::bench
