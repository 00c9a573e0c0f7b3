// Makes the fault that its argument names; the report is on the error console and the status 1.
#include <cstdint>

#include "hal/clock.hpp"
#include "hal/context.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"

namespace {

// No machine has anything there.
void store_to_nowhere() {
    *reinterpret_cast<volatile int*>(std::uintptr_t{0xc000'0000}) = 1;
}

}  // namespace

namespace baton::hal {

void alarm_interrupt() {
    store_to_nowhere();
}
void preempt() {}
void report_fault(MachineFault) {
    stop(1);
}

}  // namespace baton::hal

namespace {

alignas(baton::hal::kStackAlignment) std::byte stack[512];

void return_at_once(transfer_t) {}

}  // namespace

int main() {
    using namespace baton::hal;
    const std::string_view kind = arguments().empty() ? "" : arguments().front();
    if (kind == "store")
        store_to_nowhere();
    if (kind == "interrupt") {
        clock_set_alarm(clock_now());
        for (;;) {
        }
    }
    if (kind == "return")
        jump_fcontext(make_fcontext(stack + sizeof stack, sizeof stack, return_at_once), nullptr);
    return 0;
}
