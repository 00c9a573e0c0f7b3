// Telling which task ran into the guard page of its stack.
#pragma once

namespace baton::sim {

// From here on, a task that overruns its stack into a guard page, or that touches an address that it may not, ends the
// run with the kernel's fatal report. (The only signal handler of the simulator; it does not return.)
void report_faults();

}  // namespace baton::sim
