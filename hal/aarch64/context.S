// Boost.Context's fcontext ABI (hal/context.hpp): Boost's own functions, called jump_unguarded and make_unguarded here,
// and around them what guards the running stack.
//
// The guard is a watchpoint on the stack's lowest bytes (hal_port/stack.hpp). A context that is suspended keeps where
// its own is, and sets it again when somebody jumps back:
//
//      the context's stack   | guard, return address | Boost's context
//
// A new one finds it above its first frame, beside its function.
    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

    .equ    kGuardBytes, 128        // hal_port/stack.hpp

    .section .text.jump_fcontext, "ax", %progbits
    .global jump_fcontext
    .type jump_fcontext, %function
// transfer_t jump_fcontext(to, data): x0 = to, x1 = data; the result in x0 and x1
jump_fcontext:
    .cfi_startproc
    mrs     x2, dbgwvr0_el1
    stp     x2, x30, [sp, #-16]!
    .cfi_adjust_cfa_offset 16
    .cfi_rel_offset x30, 8
    bl      jump_unguarded
    ldp     x2, x30, [sp], #16
    msr     dbgwvr0_el1, x2         // in force some instructions later, or with the next exception: soon enough
    ret
    .cfi_endproc
    .size jump_fcontext, . - jump_fcontext

    .section .text.make_fcontext, "ax", %progbits
    .global make_fcontext
    .type make_fcontext, %function
// fcontext_t make_fcontext(stack_top, stack_bytes, function)
make_fcontext:
    sub     x3, x0, x1              // the stack's lowest address
    add     x3, x3, #kGuardBytes - 1
    and     x3, x3, #-kGuardBytes
    and     x0, x0, #-16            // an entry's stack is aligned to 16 bytes
    stp     x3, x2, [x0, #-16]!
    adr     x2, first_entry
    b       make_unguarded
    .size make_fcontext, . - make_fcontext

    .type first_entry, %function
first_entry:
    .cfi_startproc
    .cfi_undefined x30              // debuggers: nobody called this
    mov     x29, xzr                // where a chain of frame pointers ends
    ldp     x2, x3, [sp]
    msr     dbgwvr0_el1, x2
    blr     x3
    udf     #0                      // the function returned: an undefined instruction says where
    .cfi_endproc
    .size first_entry, . - first_entry
