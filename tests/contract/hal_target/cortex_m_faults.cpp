// Makes the fault that its argument names, of those that Cortex-M finds in hardware.
#include <cstddef>

#include "hal/clock.hpp"
#include "hal/context.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"

namespace baton::hal {

void alarm_interrupt() {}
void preempt() {}
void report_fault(MachineFault) {
    stop(1);
}

}  // namespace baton::hal

namespace {

alignas(baton::hal::kStackAlignment) std::byte stack[512];

// Calls itself, with something to keep in each call, until the stack is full.
[[gnu::noinline]] void recurse(const volatile int* caller) {
    volatile int mine = 0;
    if (caller != &mine)
        recurse(&mine);
    mine = 1;
}

void overflow(transfer_t) {
    recurse(nullptr);
    for (;;) {
    }
}

}  // namespace

int main() {
    using namespace baton::hal;
    const std::string_view kind = arguments().empty() ? "" : arguments().front();
    if (kind == "context")
        jump_fcontext(make_fcontext(stack + sizeof stack, sizeof stack, overflow), nullptr);
    if (kind == "boot")
        overflow({});
    if (kind == "divide") {
        volatile int value = 0;
        value = 7 / value;
    }
    if (kind == "undefined")
        asm volatile("udf #1");
    return 0;
}
