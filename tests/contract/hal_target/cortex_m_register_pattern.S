// See preemption_test.cpp.
    .syntax unified
    .thumb

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
    bx      lr

// r0 holds the address of the word, which is also on the stack; r1-r12 and lr the patterns.
    .global run_register_pattern
    .type run_register_pattern, %function
run_register_pattern:
    push    {r4-r11, lr}
    push    {r0}
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
    add     sp, #4
    pop     {r4-r11, pc}
3:
    movs    r0, #1
    b       2b
