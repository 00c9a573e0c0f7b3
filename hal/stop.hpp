// The end of a run.
#pragma once

namespace baton::hal {

// Ends the run with an exit status that whoever started the machine can see: the process's on the host, QEMU's (by
// semihosting) on a target. 0 done, 1 a check failed or the kernel stopped with a report, 2 bad usage. Context: any.
[[noreturn]] void stop(int status);

// Why the processor stopped.
enum class MachineFault {
    stack_overflow,  // the running stack reached its limit
    other,           // bad address, undefined instruction, division by zero
};

// Supplied by the kernel: says which task it was, and ends the run. The port calls it when the processor stopped at an
// instruction, after writing the registers to the error console, on a stack for which there was no use before; the
// report needs about 700 bytes of it. Context: interrupt.
//
//   stack_pointer   the task's, or null if it was an interrupt handler that stopped
[[noreturn]] void report_fault(MachineFault fault, const void* stack_pointer);

}  // namespace baton::hal
