// Boost.Context's fcontext ABI (hal/context.hpp) in Thumb-2.
//
// A suspended context is a pointer to words on its stack; the lowest is the address for the transfer_t that
// jump_fcontext returns, which the procedure call standard passes as a hidden first argument:
//
//      s16-s31 (with an FPU) | result | limit | r4 | r5 | r6 | r7 | r8 | r9 | r10 | r11 | r12 | lr
//
// `limit` is where the processor stops the context's stack (hal_port/stack.hpp). r12 keeps the stack aligned to 8 bytes;
// without PSPLIM it holds the address of the register for the limit.
//
// With an FPU s16-s31 are saved always: that is two instructions. To know whether the context has used the FPU
// (CONTROL.FPCA) takes more of them than it saves, in contexts that have not. FPSCR belongs to the whole program, as the
// procedure call standard has it; a preemption keeps it (exceptions.S).
    .syntax unified
    .thumb

#ifdef __ARM_FP
    .equ    kFloatBytes, 64
#else
    .equ    kFloatBytes, 0
#endif
    .equ    kWordsBytes, 48
    .equ    kFrameBytes, kFloatBytes + kWordsBytes
    .equ    kGuardBytes, 32         // hal_port/stack.hpp
    .equ    kMpuRegionBase, 0xe000ed9c

    .section .text.jump_fcontext, "ax", %progbits
    .global jump_fcontext
    .type jump_fcontext, %function
// transfer_t jump_fcontext(to, data): r0 = result, r1 = to, r2 = data
jump_fcontext:
#if __ARM_ARCH >= 8
    mrs     r3, psplim
#else
    ldr     r12, =kMpuRegionBase    // of region 0, the only one
    ldr     r3, [r12]
#endif
    push    {r0, r3-r12, lr}
#ifdef __ARM_FP
    vpush   {s16-s31}
#endif
    mov     r0, sp
#if __ARM_ARCH >= 8
    movs    r3, #0                  // no limit while the two stacks change places: an interrupt may come in between
    msr     psplim, r3
#endif
    mov     sp, r1
    mov     r1, r2
#ifdef __ARM_FP
    vpop    {s16-s31}
#endif
    pop     {r2-r12, lr}
#if __ARM_ARCH >= 8
    msr     psplim, r3
#else
    str     r3, [r12]               // in force some instructions later, or with the next exception: soon enough
#endif
    strd    r0, r1, [r2]            // for a caller of jump_fcontext
    bx      lr                      // for a first entry: r0:r1 is the argument
    .size jump_fcontext, . - jump_fcontext

    .section .text.make_fcontext, "ax", %progbits
    .global make_fcontext
    .type make_fcontext, %function
// fcontext_t make_fcontext(stack_top, stack_bytes, function)
make_fcontext:
    subs    r1, r0, r1              // the stack's lowest address
#if __ARM_ARCH >= 8
    adds    r1, #kGuardBytes + 7
    bic     r1, r1, #7
#else
    adds    r1, #kGuardBytes - 1
    bic     r1, r1, #kGuardBytes - 1
    ldr     r12, =kMpuRegionBase
#endif
    bic     r0, r0, #7              // an entry's stack is aligned to 8 bytes
    ldr     r3, =first_entry        // with the Thumb bit: the assembler knows that it is a function
    strd    r12, r3, [r0, #-8]      // r12, lr
    movs    r3, #0
    str     r3, [r0, #-12]          // r11: where a chain of frame pointers ends
    str     r2, [r0, #-40]          // r4: the function
    sub     r2, r0, #kWordsBytes
    strd    r2, r1, [r2]            // result: into these words themselves, which are free once popped; limit
    sub     r0, #kFrameBytes
    bx      lr
    .size make_fcontext, . - make_fcontext

    .section .text.first_entry, "ax", %progbits
    .global first_entry
    .type first_entry, %function
first_entry:
    .cfi_startproc
    .cfi_undefined lr               // debuggers: nobody called this
    blx     r4
    udf     #0                      // the function returned: a usage fault says where
    .cfi_endproc
    .size first_entry, . - first_entry
