// Makes the fault that its argument names; the report is on the error console and the status 1.
#include <cstdint>

#include "hal/clock.hpp"
#include "hal/context.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"

namespace baton::hal {

void alarm_interrupt() {
    *reinterpret_cast<volatile int*>(0x60000000) = 1;
}
void preempt() {}

}  // namespace baton::hal

namespace {

alignas(8) std::byte stack[512];

void return_at_once(transfer_t) {}

}  // namespace

int main() {
    using namespace baton::hal;
    const std::string_view kind = arguments().empty() ? "" : arguments().front();
    if (kind == "bus")
        *reinterpret_cast<volatile int*>(0x60000000) = 1;
    if (kind == "interrupt") {
        clock_set_alarm(clock_now());
        for (;;) {
        }
    }
    if (kind == "return")
        jump_fcontext(make_fcontext(stack + sizeof stack, sizeof stack, return_at_once), nullptr);
    return 0;
}
