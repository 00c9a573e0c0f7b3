// The end of a run.
#pragma once

namespace baton::hal {

// Ends the run with an exit status that whoever started the machine can see: the process's on the host, QEMU's (by
// semihosting) on a target. 0 done, 1 a check failed or the kernel stopped with a report, 2 bad usage. Context: any.
[[noreturn]] void stop(int status);

}  // namespace baton::hal
