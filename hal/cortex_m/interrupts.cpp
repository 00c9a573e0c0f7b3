// hal/interrupts.hpp and hal/idle.hpp.
#include "hal/interrupts.hpp"

#include "hal/cortex_m/registers.hpp"
#include "hal/idle.hpp"

namespace baton::hal {

InterruptState interrupts_save() {
    InterruptState state;
    asm volatile("mrs %0, primask\n\tcpsid i" : "=r"(state)::"memory");
    return state;
}

void interrupts_restore(InterruptState state) {
    asm volatile("msr primask, %0" ::"r"(state) : "memory");
}

bool in_interrupt() {
    std::uint32_t exception;
    asm volatile("mrs %0, ipsr" : "=r"(exception));
    return exception != 0;
}

void request_preemption() {
    reg(kInterruptControlState) = kPendSvSet;
}

namespace {

// The alarm needs no mention: the clock enables its interrupt only while it is set.
bool any_interrupt_enabled() {
    const std::uint32_t last_group = reg(kInterruptControllerType) & 0xf;
    for (std::uint32_t group = 0; group <= last_group; ++group)
        if (reg(kInterruptSetEnable + group * 4) != 0)
            return true;
    return false;
}

}  // namespace

bool idle_wait() {
    if (!any_interrupt_enabled())
        return false;
    // The caller has just looked for something to do, so an older request for that is met. Left pending, it would keep
    // QEMU's WFI from sleeping, although BASEPRI holds it back.
    reg(kInterruptControlState) = kPendSvClear;
    asm volatile("dsb\n\twfi" ::: "memory");
    return true;
}

}  // namespace baton::hal
