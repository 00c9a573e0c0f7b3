// Preemption of a program that never calls the kernel: application code is compiled with -fsanitize-coverage=trace-pc,
// which calls a function at the start of each basic block. There the clock moves, and what is due happens. So a run is
// the same every time, and nobody is preempted in the C library, in the kernel or in the simulator. This file, as all
// of them, is compiled without. (Kernel templates in application code have the calls too, and are entered then.)
#include <utility>

#include "hal/entry.hpp"
#include "hal/interrupts.hpp"
#include "sim/machine.hpp"

namespace baton::sim {

// Entered, as on any machine, from before the interrupt is dealt with until the task goes on: a preemption is not
// preempted.
void Machine::interrupt_block() {
    hal::kernel_enter();
    if (now_ > end_)
        stop_at_end();
    if (realtime_)
        wait_for_host(now_);
    raise_due_alarm();
    const bool is_requested = std::exchange(preemption_requested_, false);
    update_look();
    if (is_requested)
        hal::preempt();
    hal::kernel_leave();
}

}  // namespace baton::sim

// NOLINTNEXTLINE(bugprone-reserved-identifier): the compiler's name
extern "C" void __sanitizer_cov_trace_pc() {
    auto& machine = baton::sim::Machine::the();
    if (!baton::hal::kernel_entered() && !machine.in_interrupt()) [[likely]]
        machine.pass_block();
}
