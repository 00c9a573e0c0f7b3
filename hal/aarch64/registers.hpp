// The interrupt controller ("ARM Generic Interrupt Controller Architecture Specification", version 2), as far as it is
// used here, and who serves which interrupt.
#pragma once

#include <cstddef>
#include <cstdint>

namespace baton::hal {

// Interrupts by the controller's numbers: below 16 those that software sends, below 32 the core's own (timers), then
// devices'.
inline constexpr unsigned kFirstCoreInterrupt = 16;
inline constexpr unsigned kFirstDeviceInterrupt = 32;
inline constexpr unsigned kInterrupts = 64;  // as many as boards here have a use for

// Preemption, which is the port's own: the only interrupt of group 0, which the controller signals as FIQ.
inline constexpr unsigned kPreemption = 0;

struct GicDistributor {
    volatile std::uint32_t control;  // bit 0 forwards group 0, bit 1 group 1
    std::uint32_t unused_1[31];
    volatile std::uint32_t group[32];         // a bit for each interrupt
    volatile std::uint32_t set_enable[32];    // write 1: lets it through
    volatile std::uint32_t clear_enable[32];  // write 1: holds it back
    std::uint32_t unused_2[128];
    volatile std::uint8_t priority[1024];  // 0 is the highest
    volatile std::uint8_t target[1024];    // bit 0 for the first core
    std::uint32_t unused_3[192];
    volatile std::uint32_t send;  // write: which of the first sixteen, to whom (bits 24-25: 2 to this core)
    std::uint32_t unused_4[3];
    volatile std::uint8_t withdraw[16];  // write 1: what the first core has sent is not pending any more
};
static_assert(offsetof(GicDistributor, group) == 0x80 && offsetof(GicDistributor, priority) == 0x400 &&
              offsetof(GicDistributor, send) == 0xf00 && offsetof(GicDistributor, withdraw) == 0xf10);

struct GicCpuInterface {
    volatile std::uint32_t control;  // bit 0 signals group 0, bit 1 group 1; bit 2 `acknowledge` gives both groups;
                                     // bit 3 group 0 as FIQ
    volatile std::uint32_t priority_mask;  // what is not above this waits
    std::uint32_t unused;
    volatile std::uint32_t acknowledge;  // read: the interrupt that is to be handled, active from now on
    volatile std::uint32_t end;          // write what `acknowledge` gave: it has been handled
};

// The board's linker script says where they are.
extern "C" GicDistributor gic_distributor;
extern "C" GicCpuInterface gic_cpu_interface;

// Lets interrupt `number` through, or holds it back. Context: any.
inline void interrupt_enable(unsigned number) {
    gic_distributor.set_enable[number / 32] = 1U << number % 32;
}
inline void interrupt_disable(unsigned number) {
    gic_distributor.clear_enable[number / 32] = 1U << number % 32;
    asm volatile("dsb sy" ::: "memory");
}

// Who serves interrupt `number`; changed while the interrupt is disabled.
using InterruptHandler = void (*)();
extern InterruptHandler interrupt_handlers[kInterrupts];

}  // namespace baton::hal
