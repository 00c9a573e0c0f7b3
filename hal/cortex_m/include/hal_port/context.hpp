// Switching contexts on Cortex-M. The procedure call standard returns a transfer_t through memory, which costs a switch
// five instructions; a 64-bit number it returns in registers.
#pragma once

#include <cstdint>

#include "hal/context.hpp"

// jump_fcontext() with the result in r0 (fctx) and r1 (data); see context.S.
extern "C" std::uint64_t baton_jump_in_registers(fcontext_t to, void* data);

namespace baton::hal {

[[gnu::always_inline]] inline transfer_t switch_context(fcontext_t to, void* data) {
    const std::uint64_t words = baton_jump_in_registers(to, data);
    return {reinterpret_cast<void*>(static_cast<std::uintptr_t>(words)),
            reinterpret_cast<void*>(static_cast<std::uintptr_t>(words >> 32))};
}

}  // namespace baton::hal
