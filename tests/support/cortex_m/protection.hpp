// The memory protection unit, where a test has to do what an application must not.
#pragma once

#include "hal/cortex_m/registers.hpp"

namespace baton::test {

// Calls `access` while everything can be read and written.
template <class Access>
void without_protection(Access access) {
    const auto set = [](std::uint32_t control) {
        hal::reg(hal::kMpuControl) = control;
        asm volatile("dsb\n\tisb" ::: "memory");
    };
    const std::uint32_t control = hal::reg(hal::kMpuControl);
    set(0);
    access();
    set(control);
}

}  // namespace baton::test
