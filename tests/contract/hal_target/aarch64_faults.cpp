// Makes the fault that its argument names, of those that AArch64 finds in hardware.
#include "hal/clock.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stop.hpp"

namespace baton::hal {

void alarm_interrupt() {}
void preempt() {}
void report_fault(MachineFault, const void*) {
    stop(1);
}

}  // namespace baton::hal

int main() {
    using namespace baton::hal;
    const std::string_view kind = arguments().empty() ? "" : arguments().front();
    if (kind == "undefined")
        asm volatile("udf #1");
    if (kind == "breakpoint")
        asm volatile("brk #1");
    return 0;
}
