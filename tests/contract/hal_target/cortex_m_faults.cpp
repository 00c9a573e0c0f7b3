// Makes the fault that its argument names, of those that Cortex-M finds in hardware.
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
    if (kind == "divide") {
        volatile int value = 0;
        value = 7 / value;
    }
    if (kind == "undefined")
        asm volatile("udf #1");
    if (kind == "breakpoint")
        asm volatile("bkpt #1");
    if (kind == "service")
        asm volatile("svc #1");
    return 0;
}
