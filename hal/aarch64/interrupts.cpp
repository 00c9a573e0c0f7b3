// hal/interrupts.hpp and hal/idle.hpp, on the interrupt controller.
#include "hal/interrupts.hpp"

#include "hal/aarch64/registers.hpp"
#include "hal/faults/report.hpp"
#include "hal/idle.hpp"
#include "hal/stop.hpp"

extern "C" {

// exceptions.S calls these, with interrupts masked.
void serve_interrupt();
void withdraw_preemption();
}

namespace baton::hal {

// Drivers take their places. The preemption, which is no handler's business, is pending only while nothing else is;
// whoever acknowledges it because a device has just withdrawn its own interrupt sends it again.
InterruptHandler interrupt_handlers[kInterrupts] = {request_preemption};

namespace {

// Before all constructors of drivers.
[[gnu::constructor(101)]] void start_interrupt_controller() {
    constexpr std::uint32_t kBothGroups = 3, kAcknowledgeBoth = 1 << 2, kGroup0IsFiq = 1 << 3;
    constexpr std::uint8_t kDevicePriority = 0xa0;
    constexpr std::uint8_t kLowestPriority = 0xe0;  // where there are 16, the mask lets no lower one through
    GicDistributor& distributor = gic_distributor;
    for (unsigned number = 0; number < kInterrupts; ++number) {
        distributor.priority[number] = number == kPreemption ? kLowestPriority : kDevicePriority;
        if (number >= kFirstDeviceInterrupt)
            distributor.target[number] = 1;
    }
    for (unsigned word = 0; word < kInterrupts / 32; ++word)
        distributor.group[word] = word == kPreemption / 32 ? ~(1U << kPreemption) : ~0U;
    interrupt_enable(kPreemption);
    distributor.control = kBothGroups;
    gic_cpu_interface.priority_mask = 0xff;
    gic_cpu_interface.control = kBothGroups | kAcknowledgeBoth | kGroup0IsFiq;
}

[[noreturn]] void report_unexpected(unsigned number) {
    write_hex("baton: unexpected interrupt 0x", number);
    write_error("\n");
    stop(1);
}

// The alarm needs no mention: the clock enables its interrupt only while it is set. Those that software sends are
// enabled always and end no sleep.
bool any_interrupt_enabled() {
    constexpr std::uint32_t kSentBySoftware = (1U << kFirstCoreInterrupt) - 1;
    std::uint32_t enabled = gic_distributor.set_enable[0] & ~kSentBySoftware;
    for (unsigned word = 1; word < kInterrupts / 32; ++word)
        enabled |= gic_distributor.set_enable[word];
    return enabled != 0;
}

}  // namespace

InterruptState interrupts_save() {
    // With FIQs: a request for preemption takes its time from the controller to the core, and whoever masks interrupts
    // shall not lose the processor to one that was made before.
    InterruptState state;
    asm volatile("mrs %0, daif\n\tmsr daifset, #3" : "=r"(state)::"memory");
    return state;
}

void interrupts_restore(InterruptState state) {
    asm volatile("msr daif, %0" ::"r"(state) : "memory");
}

bool in_interrupt() {
    InterruptState handler_stack;
    asm volatile("mrs %0, spsel" : "=r"(handler_stack));
    return handler_stack != 0;
}

void request_preemption() {
    constexpr std::uint32_t kToThisCore = 2 << 24;
    gic_distributor.send = kToThisCore | kPreemption;
}

bool idle_wait() {
    if (!any_interrupt_enabled())
        return false;
    // The caller has just looked for something to do, so an older request for that is met.
    withdraw_preemption();
    asm volatile("wfi" ::: "memory");
    return true;
}

}  // namespace baton::hal

void serve_interrupt() {
    using namespace baton::hal;
    const std::uint32_t acknowledged = gic_cpu_interface.acknowledge;
    const unsigned number = acknowledged & 0x3ff;  // above it, which core sent it
    constexpr unsigned kNone = 1020;               // and more: the device has just withdrawn its own
    if (number >= kNone)
        return;
    if (number >= kInterrupts || !interrupt_handlers[number])
        report_unexpected(number);
    interrupt_handlers[number]();
    gic_cpu_interface.end = acknowledged;
}

void withdraw_preemption() {
    baton::hal::gic_distributor.withdraw[baton::hal::kPreemption] = 1;
    asm volatile("dsb sy" ::: "memory");
}
