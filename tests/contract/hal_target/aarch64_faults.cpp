// Makes the fault that its argument names, of those that AArch64 finds in hardware.
#include <cstdint>

#include "hal/clock.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stop.hpp"

namespace baton::hal {

void alarm_interrupt() {}
void preempt() {}
void report_fault(MachineFault) {
    stop(1);
}

}  // namespace baton::hal

int main() {
    using namespace baton::hal;
    const std::string_view kind = arguments().empty() ? "" : arguments().front();
    volatile std::uintptr_t nowhere = 0;  // the compiler does not know
    static volatile std::uint32_t data;
    if (kind == "null")
        data = *reinterpret_cast<const volatile std::uint32_t*>(nowhere);
    if (kind == "undefined")
        asm volatile("udf #1");
    if (kind == "breakpoint")
        asm volatile("brk #1");
    if (kind == "code")
        *reinterpret_cast<volatile std::uint32_t*>(&alarm_interrupt) = 0;
    if (kind == "data")
        reinterpret_cast<void (*)()>(const_cast<std::uint32_t*>(&data))();
    return 0;
}
