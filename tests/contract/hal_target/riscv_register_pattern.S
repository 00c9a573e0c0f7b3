// See preemption_test.cpp.
#include "hal/riscv/assembly.h"

#if WORD_BYTES == 8
    .equ    kOnes, 0x0101010101010101
#else
    .equ    kOnes, 0x01010101
#endif
    .equ    kRounding, 3 << 5 | 0x15    // upwards, with some of the flags

    .macro overwrite registers:vararg
    .irp    register, \registers
    li      \register, -1
    .endr
    .endm

    .text
    .global trash_registers
    .type trash_registers, @function
trash_registers:
    overwrite t0, t1, t2, t3, t4, t5, t6, a0, a1, a2, a3, a4, a5, a6, a7
#if FLOATING_POINT
    .irp    register, ft0, ft1, ft2, ft3, ft4, ft5, ft6, ft7, ft8, ft9, ft10, ft11, \
                      fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7
    fmv.d.x \register, t0
    .endr
    csrw    fcsr, zero
#endif
    ret

// Register number n holds n in each byte. Left out: zero, sp, gp, tp, t0 and t1 (scratch), and a0.
    .macro each_integer operation
    .irp    number, 1, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \operation \number
    .endr
    .endm
    .macro each_float operation
    .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, \
                    27, 28, 29, 30, 31
    \operation \number
    .endr
    .endm

    .macro fill number
    li      x\number, \number * kOnes
    .endm
    .macro compare number
    li      t0, \number * kOnes
    bne     x\number, t0, 3f
    .endm
    .macro fill_float number
    li      t0, \number * kOnes
    fmv.d.x f\number, t0
    .endm
    .macro compare_float number
    fmv.x.d t1, f\number
    li      t0, \number * kOnes
    bne     t1, t0, 3f
    .endm

// What a callee preserves, in a frame.
    .equ    kFrameBytes, 32 * 8
    .macro  each_preserved integer, float
    .set    slot, 1
    .irp    register, ra, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
    \integer \register, 8 * slot(sp)
    .set    slot, slot + 1
    .endr
#if FLOATING_POINT
    .irp    register, fs0, fs1, fs2, fs3, fs4, fs5, fs6, fs7, fs8, fs9, fs10, fs11
    \float \register, 8 * slot(sp)
    .set    slot, slot + 1
    .endr
#endif
    .endm

// a0 holds the address of the word, which is also on the stack.
    .global run_register_pattern
    .type run_register_pattern, @function
run_register_pattern:
    addi    sp, sp, -kFrameBytes
    STORE   a0, 0(sp)
    each_preserved STORE, fsd
#if FLOATING_POINT
    each_float fill_float
    li      t0, kRounding
    csrw    fcsr, t0
#endif
    each_integer fill
1:
    each_integer compare
#if FLOATING_POINT
    each_float compare_float
    csrr    t1, fcsr
    li      t0, kRounding
    bne     t1, t0, 3f
#endif
    LOAD    t0, 0(sp)
    bne     a0, t0, 3f

    lw      t0, (a0)
    beqz    t0, 1b
    li      a0, 0
2:
    each_preserved LOAD, fld
#if FLOATING_POINT
    csrw    fcsr, zero
#endif
    addi    sp, sp, kFrameBytes
    ret
3:
    li      a0, 1
    j       2b
