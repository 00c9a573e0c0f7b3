// FILL IN, in assembly: hal/context.hpp. If Boost.Context has a file for the machine, link that instead.
#include "hal/context.hpp"

// Lay out, at the upper end of the stack, what jump_fcontext pops: with `function` as the place to go to, an aligned
// stack pointer there, and a return address that traps, because `function` must not return.
fcontext_t make_fcontext(void* stack_top, std::size_t, void (*)(transfer_t)) {
    return stack_top;
}

// Push the registers that a callee preserves, and where the caller wants its result. Exchange the stack pointer with
// `to`. Pop the same. Return { old stack pointer, data }; the same two words are a new context's argument.
transfer_t jump_fcontext(fcontext_t to, void* data) {
    return {to, data};
}
