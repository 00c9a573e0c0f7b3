// See preemption_test.cpp.
    .equ    kOnes, 0x0101010101010101
    .equ    kRounding, 3 << 22 | 1 << 24    // FPCR: towards zero; flush to zero
    .equ    kFloatFlags, 1 << 27 | 0x15     // FPSR: saturation, and some of the others

    .macro  overwrite registers:vararg
    .irp    register, \registers
    mov     \register, #-1
    .endr
    .endm
    .macro  each_float operation
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, \
                    27, 28, 29, 30, 31
    \operation \number
    .endr
    .endm

// Also the half of v8-v15 that a callee does not preserve.
    .macro  overwrite_float number
    .if     \number >= 8 && \number < 16
    mov     v\number\().d[1], x0
    .else
    dup     v\number\().2d, x0
    .endif
    .endm

    .text
    .global trash_registers
    .type   trash_registers, %function
trash_registers:
    overwrite x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15, x16, x17, x18
    each_float overwrite_float
    msr     fpcr, xzr
    ldr     w0, =0x0800009f
    msr     fpsr, x0                // all flags
    mov     x0, #0xf0000000
    msr     nzcv, x0                // no comparison leaves these
    ret

// Register number n holds n in each byte. Left out: x16 and x17 (scratch), and x0, which holds the address of the word,
// as does the stack. Vector register n holds n in each byte of its lower half and n + 32 in each of its upper half.
    .macro  each_integer operation
    .irp    number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
    \operation \number
    .endr
    .endm
    .macro  fill number
    ldr     x\number, =\number * kOnes
    .endm
    .macro  compare number
    ldr     x16, =\number * kOnes
    cmp     x\number, x16
    b.ne    3f
    .endm
    .macro  fill_float number
    ldr     x16, =\number * kOnes
    ldr     x17, =(\number + 32) * kOnes
    mov     v\number\().d[0], x16
    mov     v\number\().d[1], x17
    .endm
    .macro  compare_float number
    mov     x16, v\number\().d[0]
    ldr     x17, =\number * kOnes
    cmp     x16, x17
    b.ne    3f
    mov     x16, v\number\().d[1]
    ldr     x17, =(\number + 32) * kOnes
    cmp     x16, x17
    b.ne    3f
    .endm

// What a callee preserves, in a frame; above the address of the word and FPCR.
    .equ    kFrameBytes, 16 + 20 * 8
    .macro  each_preserved operation
    \operation x19, x20, [sp, #16]
    \operation x21, x22, [sp, #32]
    \operation x23, x24, [sp, #48]
    \operation x25, x26, [sp, #64]
    \operation x27, x28, [sp, #80]
    \operation x29, x30, [sp, #96]
    \operation d8, d9, [sp, #112]
    \operation d10, d11, [sp, #128]
    \operation d12, d13, [sp, #144]
    \operation d14, d15, [sp, #160]
    .endm

    .global run_register_pattern
    .type   run_register_pattern, %function
run_register_pattern:
    sub     sp, sp, #kFrameBytes
    mrs     x1, fpcr
    stp     x0, x1, [sp]
    each_preserved stp
    each_float fill_float
    mov     x16, #kRounding
    msr     fpcr, x16
    ldr     w16, =kFloatFlags
    msr     fpsr, x16
    each_integer fill
1:
    each_integer compare
    each_float compare_float
    mrs     x16, fpcr
    mov     x17, #kRounding
    cmp     x16, x17
    b.ne    3f
    mrs     x16, fpsr
    ldr     w17, =kFloatFlags
    cmp     x16, x17
    b.ne    3f

    // Carry and overflow, over some instructions that leave them alone.
    mov     x16, #1 << 63
    adds    x16, x16, x16           // 0, carry, overflow
    b.vc    3f
    mov     x16, #0
    nop
    nop
    adc     x16, x16, xzr
    b.vc    3f
    cmp     x16, #1
    b.ne    3f

    ldr     x16, [sp]
    cmp     x0, x16
    b.ne    3f
    ldr     w16, [x0]
    cbz     w16, 1b
    mov     x0, #0
2:
    ldr     x1, [sp, #8]
    msr     fpcr, x1
    each_preserved ldp
    add     sp, sp, #kFrameBytes
    ret
3:
    mov     x0, #1
    b       2b
