// The processor's exceptions: reset, preemption, faults.
//
// Preemption is a forced call. PendSV, at the lowest priority and so after every other handler, writes a second
// exception frame below the interrupted task's own and returns through it: the task continues in run_preempt, as if it
// had called that itself. That calls preempt(), which may switch to other tasks. Back from it, SVC throws its own frame
// away and returns through the first one, so that the hardware restores all registers, the flags and a half-done
// IT block or load-multiple exactly.
//
//      the task's stack      | interrupted frame 32 (or 36, to align) | r0, r1 of run_preempt 8 | preempt()'s calls
//                                                                       SVC's frame 32 takes this place at the end
//
// With an FPU a frame that has its registers is 104 bytes. The hardware only leaves the room and fills it when the FPU
// is next used (lazy stacking). That is why PendSV does not wait for them, and why SVC uses the FPU before it throws its
// frame away: whichever frame is waiting is filled then, and the return through the first one loads from it.
//
// A preemption cannot be preempted: PendSV enters the kernel (see hal_port/entry.hpp) before the task runs again, and
// SVC leaves it after the task's stack is as it was. Between the two the kernel is entered, or another task runs and
// this one is resumed by a switch, which happens entered. So a stack holds one preemption at most, whatever the rate of
// interrupts. This is why preempt() is called, and returns, with the kernel entered.
    .syntax unified
    .thumb
    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

    .equ    kLowestPriority, 0xff   // hal_port/entry.hpp
    .equ    kFrameBytes, 32         // r0-r3, r12, lr, pc, xpsr
    .equ    kFloatFrameBytes, 104   // and s0-s15, fpscr (with MVE, vpr)
    .equ    kNoFloatFrame, 0x10     // in the address of an exception's return
    .equ    kCoprocessorAccess, 0xe000ed88
    .equ    kFloatAccess, 0xf << 20

    .section .vectors.system, "a", %progbits
    .global system_vectors
    .type system_vectors, %object
system_vectors:
    .word   handler_stack_top
    .word   reset
    .word   unexpected              // NMI
    .word   unexpected              // HardFault
    .word   unexpected              // MemManage
    .word   unexpected              // BusFault
    .word   unexpected              // UsageFault
    .word   0, 0, 0, 0
    .word   resume_preempted        // SVCall
    .word   unexpected              // DebugMonitor
    .word   0
    .word   inject_preempt          // PendSV
    .word   unexpected              // SysTick
    .size system_vectors, . - system_vectors

// main() runs on PSP like every task, so that preemption and fault reports know one kind of code only. It gets no
// arguments (see hal/machine.hpp) and may be declared with or without them.
    .section .text.reset, "ax", %progbits
    .global reset
    .type reset, %function
reset:
    .cfi_startproc
    .cfi_undefined lr
#ifdef __ARM_FP
    ldr     r0, =kCoprocessorAccess // first: the compiler uses the FPU wherever it likes
    mov     r1, #kFloatAccess
    str     r1, [r0]
    dsb
#endif
    ldr     r0, =boot_stack_top
    msr     psp, r0
    movs    r0, #2
    msr     control, r0
    isb
    bl      start_up
    movs    r0, #0
    movs    r1, #0
    bl      main
    bl      _ZN5baton3hal4stopEi    // stop(main's result)
    .cfi_endproc
    .size reset, . - reset

    .section .text.inject_preempt, "ax", %progbits
    .type inject_preempt, %function
inject_preempt:
    mrs     r0, psp
    subs    r0, #kFrameBytes
    str     lr, [r0]                // r0 for run_preempt: how to return from the interrupted frame
    ldr     r1, =run_preempt
    bic     r1, r1, #1              // an address in a frame has no Thumb bit; xpsr has it
    mov     r2, #0x01000000
    strd    r1, r2, [r0, #24]       // pc, xpsr
    msr     psp, r0
#ifdef __ARM_FP
    orr     lr, lr, #kNoFloatFrame
#endif
    movs    r1, #kLowestPriority
    msr     basepri, r1
    bx      lr
    .size inject_preempt, . - inject_preempt

// For debuggers: where the interrupted task's registers are while run_preempt calls. DWARF's usual rules know one size of
// a frame; these are its expressions. On top of the stack is the address of the exception's return, then comes the frame.
    .equ    kExpressionOfCfa, 0x0f  // DW_CFA_def_cfa_expression
    .equ    kExpression, 0x10       // DW_CFA_expression
    .equ    kWordAt, 0x7d           // DW_OP_breg13: sp + offset
    .equ    kLoad, 0x06             // DW_OP_deref
    .equ    kConstant, 0x08         // DW_OP_const1u
    .equ    kShiftRight, 0x25
    .equ    kAnd, 0x1a
    .equ    kXor, 0x27
    .equ    kMultiply, 0x1e
    .equ    kPlus, 0x22
    .macro frame_register number, offset
    .cfi_escape kExpression, \number, 2, kWordAt, \offset
    .endm
    .macro interrupted_frame
    // sp + 8 + kFrameBytes, + 72 unless kNoFloatFrame, + 4 if bit 9 of xpsr says that it was aligned
    .cfi_escape kExpressionOfCfa, 28, kWordAt, 40, \
        kWordAt, 0, kLoad, kConstant, 4, kShiftRight, kConstant, 1, kAnd, kConstant, 1, kXor, kConstant, 72, kMultiply, kPlus, \
        kWordAt, 36, kLoad, kConstant, 7, kShiftRight, kConstant, 4, kAnd, kPlus
    frame_register 0, 8
    frame_register 1, 12
    frame_register 2, 16
    frame_register 3, 20
    frame_register 12, 24
    frame_register 14, 28
    frame_register 15, 32
    .endm

    .section .text.run_preempt, "ax", %progbits
    .type run_preempt, %function
run_preempt:
    .cfi_startproc
    .cfi_signal_frame               // debuggers: what lies above was interrupted, and called nobody
    .cfi_undefined lr
    .cfi_undefined pc
    push    {r0, r1}                // r1 only to keep the stack aligned to 8 bytes
    .cfi_remember_state
    interrupted_frame
    bl      _ZN5baton3hal7preemptEv
    pop     {r0, r1}
    .cfi_restore_state
    svc     #0
preempt_is_over:
    .cfi_endproc
    .size run_preempt, . - run_preempt

    .section .text.resume_preempted, "ax", %progbits
    .type resume_preempted, %function
resume_preempted:
    mrs     r0, psp
    ldr     r1, [r0, #24]           // behind which instruction
    ldr     r2, =preempt_is_over
    cmp     r1, r2
    bne     unexpected
#ifdef __ARM_FP
    vmov.f32 s0, s0
    tst     lr, #kNoFloatFrame
    ldr     lr, [r0]                // as below
    ite     eq
    addeq   r0, #kFloatFrameBytes
    addne   r0, #kFrameBytes
#else
    ldr     lr, [r0]                // r0 of run_preempt, from the frame: a late interrupt may have changed the register
    adds    r0, #kFrameBytes
#endif
    msr     psp, r0
    movs    r1, #0
    msr     basepri, r1
    bx      lr
    .size resume_preempted, . - resume_preempted

// Reports on a stack of its own: whichever stack was in use may have overflowed.
    .section .text.unexpected, "ax", %progbits
    .global unexpected
    .type unexpected, %function
unexpected:
    tst     lr, #4
    ite     eq
    mrseq   r0, msp
    mrsne   r0, psp
    mov     r1, lr
#if __ARM_ARCH >= 8
    movs    r2, #0                  // the report's stack lies above the limit, but it may be a fault in the report
    msr     msplim, r2
#endif
    ldr     r2, =report_stack_top
    mov     sp, r2
    push    {r4-r11}
    mov     r2, sp
    b       report_exception
    .size unexpected, . - unexpected
