// Makes the fault that its argument names; the report is on the error console and the status 1.
#include <cstddef>
#include <cstdint>

#include "hal/clock.hpp"
#include "hal/context.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "hal/stop.hpp"
#include "tests/contract/hal_target/faults.hpp"

namespace {

// No machine has anything there.
void store_to_nowhere() {
    *reinterpret_cast<volatile int*>(std::uintptr_t{0xf000'0000}) = 1;
}

void (*on_alarm)() = store_to_nowhere;

}  // namespace

namespace baton::hal {

void alarm_interrupt() {
    on_alarm();
}
void preempt() {}
void report_fault(MachineFault, const void*) {
    stop(1);
}

}  // namespace baton::hal

namespace {

alignas(baton::hal::kStackAlignment) std::byte stack[512 + baton::hal::kStackOverhead];

void return_at_once(transfer_t) {}

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
    volatile std::uintptr_t nowhere = 0;  // the compiler does not know
    static volatile std::uint32_t data = 0;
    if (kind == "store")
        store_to_nowhere();
    if (kind == "null")
        data = *reinterpret_cast<const volatile std::uint32_t*>(nowhere);
    if (kind == "code")
        *reinterpret_cast<volatile std::uint32_t*>(reinterpret_cast<std::uintptr_t>(&alarm_interrupt) & ~3UL) = 0;
    if (kind == "data")
        reinterpret_cast<void (*)()>(reinterpret_cast<std::uintptr_t>(&data) + nowhere)();
    if (kind == "handlers")
        on_alarm = [] { overflow({}); };
    if (kind == "interrupt" || kind == "handlers") {
        clock_set_alarm(clock_now());
        for (;;) {
        }
    }
    if (kind == "return")
        jump_fcontext(make_fcontext(stack + sizeof stack, sizeof stack, return_at_once), nullptr);
    if (kind == "context")
        jump_fcontext(make_fcontext(stack + sizeof stack, sizeof stack, overflow), nullptr);
    if (kind == "boot")
        overflow({});
    make_fault_of_processor(kind);
    return 0;
}
