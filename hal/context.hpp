// Stackful contexts: Boost.Context's fcontext ABI, the only way a Baton kernel changes stacks.
//
// Where Boost has assembly for the machine (x86-64, AArch64, RV64GC) the port links Boost's; elsewhere the port
// implements these two functions itself with the same meaning.
#pragma once

#include <cstddef>

extern "C" {

// A suspended context: a pointer to what it saved on its own stack. Used once: jumping to it invalidates it.
using fcontext_t = void*;

// What a context receives when it is jumped to: the context that jumped, now suspended, and the word it passed.
struct transfer_t {
    fcontext_t fctx;  // who jumped
    void* data;       // what it passed
};

// Makes a context that, when first jumped to, calls `function` on the stack that ends at `stack_top` (its highest
// address; stacks grow down). `function` must never return.
fcontext_t make_fcontext(void* stack_top, std::size_t stack_bytes, void (*function)(transfer_t));

// Suspends the caller and continues `to`, which receives `data`. Returns when somebody jumps back.
// Context: task. Saves what the procedure call standard asks a callee to save.
transfer_t jump_fcontext(fcontext_t to, void* data);

}  // extern "C"

// jump_fcontext() once more, in the way that is cheapest to call on this machine: the kernel's switches. The port
// supplies it inline:
//
//   transfer_t switch_context(fcontext_t to, void* data);
#include <hal_port/context.hpp>
