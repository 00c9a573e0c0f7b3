// FILL IN only if the procedure call standard makes a plain call dear (see hal/cortex_m).
#pragma once

#include "hal/context.hpp"

namespace baton::hal {

inline transfer_t switch_context(fcontext_t to, void* data) {
    return jump_fcontext(to, data);
}

}  // namespace baton::hal
