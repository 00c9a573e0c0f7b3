// hal/interrupts.hpp and hal/idle.hpp.
#include "hal/interrupts.hpp"

#include "hal/idle.hpp"
#include "hal/riscv/registers.hpp"

namespace baton::hal {

InterruptState interrupts_save() {
    InterruptState state;
    asm volatile("csrrci %0, mstatus, 8" : "=r"(state)::"memory");
    return state & 8;
}

// The state is masked now, so there is nothing to clear.
void interrupts_restore(InterruptState state) {
    asm volatile("csrs mstatus, %0" ::"r"(state) : "memory");
}

bool in_interrupt() {
    std::uintptr_t handler_stack;
    asm volatile("csrr %0, mscratch" : "=r"(handler_stack));
    return handler_stack == 0;  // it is in use (trap.S)
}

void request_preemption() {
    clint.software_interrupt = 1;
}

// The alarm needs no mention: the clock enables its interrupt only while it is set.
bool idle_wait() {
    std::uintptr_t enabled;
    asm volatile("csrr %0, mie" : "=r"(enabled));
    if ((enabled & ~(std::uintptr_t{1} << kSoftwareInterrupt)) == 0)
        return false;
    // The caller has just looked for something to do, so an older request for that is met.
    clint.software_interrupt = 0;
    asm volatile("fence\n\twfi" ::: "memory");
    return true;
}

}  // namespace baton::hal
