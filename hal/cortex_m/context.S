// Boost.Context's fcontext ABI (hal/context.hpp) in Thumb-2.
//
// A suspended context is a pointer to words on its stack:
//
//      s16-s31 (with an FPU) | limit | r4 | r5 | r6 | r7 | r8 | r9 | r10 | r11 | lr
//
// `limit` is where the processor stops the context's stack (hal_port/stack.hpp). Ten words keep the stack aligned to 8
// bytes.
//
// With an FPU s16-s31 are saved always: that is two instructions. To know whether the context has used the FPU
// (CONTROL.FPCA) takes more of them than it saves, in contexts that have not. FPSCR belongs to the whole program, as the
// procedure call standard has it; a preemption keeps it (exceptions.S).
    .syntax unified
    .thumb
    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

#ifdef __ARM_FP
    .equ    kFloatBytes, 64
#else
    .equ    kFloatBytes, 0
#endif
    .equ    kWordsBytes, 40
    .equ    kFrameBytes, kFloatBytes + kWordsBytes
    .equ    kMpuRegionBase, 0xe000ed9c
#if __ARM_ARCH >= 8
    .equ    kGuardBytes, 32         // hal_port/stack.hpp
#else
    .equ    kGuardBytes, 128
#endif

    .section .text.baton_jump_in_registers, "ax", %progbits
    .global baton_jump_in_registers
    .type baton_jump_in_registers, %function
// r0 = to, r1 = data; returns r0 = the context that jumped, r1 = what it passed: for a first entry, its argument
baton_jump_in_registers:
#if __ARM_ARCH >= 8
    mrs     r3, psplim
#else
    ldr     r12, =kMpuRegionBase    // of the guard, which stays selected (protection.cpp)
    ldr     r3, [r12]
#endif
    push    {r3-r11, lr}
#ifdef __ARM_FP
    vpush   {s16-s31}
#endif
    mov     r2, sp
#if __ARM_ARCH >= 8
    movs    r3, #0                  // no limit while the two stacks change places: an interrupt may come in between
    msr     psplim, r3
#endif
    mov     sp, r0
    mov     r0, r2
#ifdef __ARM_FP
    vpop    {s16-s31}
#endif
    pop     {r3-r11, lr}
#if __ARM_ARCH >= 8
    msr     psplim, r3
#else
    str     r3, [r12]               // in force some instructions later, or with the next exception: soon enough
#endif
    bx      lr
    .size baton_jump_in_registers, . - baton_jump_in_registers

    .section .text.jump_fcontext, "ax", %progbits
    .global jump_fcontext
    .type jump_fcontext, %function
// transfer_t jump_fcontext(to, data): r0 = address for the result, a hidden argument; r1 = to, r2 = data
jump_fcontext:
    push    {r0, lr}
    mov     r0, r1
    mov     r1, r2
    bl      baton_jump_in_registers
    pop     {r2, lr}
    strd    r0, r1, [r2]
    bx      lr
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
#endif
    bic     r0, r0, #7              // an entry's stack is aligned to 8 bytes
    ldr     r3, =first_entry        // with the Thumb bit: the assembler knows that it is a function
    str     r3, [r0, #-4]           // lr
    movs    r3, #0
    str     r3, [r0, #-8]           // r11: where a chain of frame pointers ends
    str     r2, [r0, #-36]          // r4: the function
    str     r1, [r0, #-kWordsBytes] // limit
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
