// See preemption_test.cpp.
    .syntax unified
    .thumb

    .equ    kFloatStatus, 0x93c00000    // flags N and V; default NaN, flush to zero, round towards zero
    .equ    kPredicate, 0x5a3c

    .text
    .global trash_registers
    .type trash_registers, %function
trash_registers:
    mov     r0, #0xf0000000
    msr     apsr_nzcvq, r0          // N, Z, C and V: no comparison leaves these
    mov     r0, #0xffffffff
    mov     r1, r0
    mov     r2, r0
    mov     r3, r0
    mov     r12, r0
#ifdef __ARM_FP
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    vmov    s\number, r0
    .endr
    bic     r0, r0, #0xf0000000     // the cumulative flags and modes change too
    bic     r0, r0, #0x03c00000
    vmsr    fpscr, r0
#ifdef __ARM_FEATURE_MVE
    vmsr    p0, r0
#endif
    mvn     r0, #0
#endif
    bx      lr

// r0 holds the address of the word, which is also on the stack; r1-r12 and lr the patterns. The FPU's registers hold
// what no other stack's run has in them: s0 the stack pointer, s1 the stack pointer + 1 and so on.
    .global run_register_pattern
    .type run_register_pattern, %function
run_register_pattern:
    push    {r4-r11, lr}
#ifdef __ARM_FP
    vmrs    r1, fpscr
    vpush   {s16-s31}
    push    {r0, r1}
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    add     r12, sp, #\number
    vmov    s\number, r12
    .endr
    ldr     r12, =kFloatStatus
    vmsr    fpscr, r12
#ifdef __ARM_FEATURE_MVE
    ldr     r12, =kPredicate
    vmsr    p0, r12
#endif
#else
    push    {r0}
#endif
    mov     r1, #0x11111111
    mov     r2, #0x22222222
    mov     r3, #0x33333333
    mov     r4, #0x44444444
    mov     r5, #0x55555555
    mov     r6, #0x66666666
    mov     r7, #0x77777777
    mov     r8, #0x88888888
    mov     r9, #0x99999999
    mov     r10, #0xaaaaaaaa
    mov     r11, #0xbbbbbbbb
    mov     lr, #0xeeeeeeee
1:
    mov     r12, #0xcccccccc
    cmp     r1, #0x11111111
    bne     3f
    cmp     r2, #0x22222222
    bne     3f
    cmp     r3, #0x33333333
    bne     3f
    cmp     r4, #0x44444444
    bne     3f
    cmp     r5, #0x55555555
    bne     3f
    cmp     r6, #0x66666666
    bne     3f
    cmp     r7, #0x77777777
    bne     3f
    cmp     r8, #0x88888888
    bne     3f
    cmp     r9, #0x99999999
    bne     3f
    cmp     r10, #0xaaaaaaaa
    bne     3f
    cmp     r11, #0xbbbbbbbb
    bne     3f
    cmp     lr, #0xeeeeeeee
    bne     3f
    cmp     r12, #0xcccccccc
    bne     3f

#ifdef __ARM_FP
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    vmov    r12, s\number
    sub     r12, r12, #\number
    cmp     r12, sp
    bne     3f
    .endr
    vmrs    r12, fpscr
    push    {r0, r1}
    ldr     r1, =kFloatStatus
    cmp     r12, r1
    pop     {r0, r1}
    bne     3f
#ifdef __ARM_FEATURE_MVE
    vmrs    r12, p0
    push    {r0, r1}
    ldr     r1, =kPredicate
    cmp     r12, r1
    pop     {r0, r1}
    bne     3f
#endif
#endif

    // Conditional execution: an interruption that forgets the rest of the block executes what it should skip.
    movs    r12, #0                 // Z
    itete   eq
    addeq   r12, #1
    addne   r12, #16
    addeq   r12, #1
    addne   r12, #16
    cmp     r12, #2
    bne     3f

    // Carry and overflow, over some instructions that leave them alone.
    mov     r12, #0x80000000
    adds    r12, r12, r12           // 0, carry, overflow
    bvc     3f
    mov     r12, #0
    nop
    nop
    adc     r12, r12, #0
    bvc     3f
    cmp     r12, #1
    bne     3f

    // Loads and stores of many registers, below the address of the word.
    push    {r1-r11, lr}
    pop     {r1-r11, lr}

    ldr     r12, [sp]
    cmp     r0, r12
    bne     3f
    ldr     r12, [r0]
    cmp     r12, #0
    beq     1b
    movs    r0, #0
2:
#ifdef __ARM_FP
    pop     {r1, r2}
    vmsr    fpscr, r2
    vpop    {s16-s31}
#else
    add     sp, #4
#endif
    pop     {r4-r11, pc}
3:
    movs    r0, #1
    b       2b
