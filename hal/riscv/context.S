// Boost.Context's fcontext ABI (hal/context.hpp) for cores without floating point, for which Boost has no assembly.
//
// A suspended context is a pointer to sixteen words on its stack, thirteen of them used; sixteen keep the stack aligned
// to 16 bytes:
//
//      ra | s0 ... s11 | unused
//
// What jump_fcontext returns, and what a first entry receives, is in a0 and a1: the same two registers.
#include "hal/riscv/assembly.h"

    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

    .equ    kContextBytes, 16 * WORD_BYTES

    .section .text.jump_fcontext, "ax", @progbits
    .global jump_fcontext
    .type jump_fcontext, @function
// transfer_t jump_fcontext(to, data): a0 = to, a1 = data
jump_fcontext:
    addi    sp, sp, -kContextBytes
    STORE   ra, 0 * WORD_BYTES(sp)
    STORE   s0, 1 * WORD_BYTES(sp)
    STORE   s1, 2 * WORD_BYTES(sp)
    STORE   s2, 3 * WORD_BYTES(sp)
    STORE   s3, 4 * WORD_BYTES(sp)
    STORE   s4, 5 * WORD_BYTES(sp)
    STORE   s5, 6 * WORD_BYTES(sp)
    STORE   s6, 7 * WORD_BYTES(sp)
    STORE   s7, 8 * WORD_BYTES(sp)
    STORE   s8, 9 * WORD_BYTES(sp)
    STORE   s9, 10 * WORD_BYTES(sp)
    STORE   s10, 11 * WORD_BYTES(sp)
    STORE   s11, 12 * WORD_BYTES(sp)
    mv      a2, sp
    mv      sp, a0
    mv      a0, a2
    LOAD    ra, 0 * WORD_BYTES(sp)
    LOAD    s0, 1 * WORD_BYTES(sp)
    LOAD    s1, 2 * WORD_BYTES(sp)
    LOAD    s2, 3 * WORD_BYTES(sp)
    LOAD    s3, 4 * WORD_BYTES(sp)
    LOAD    s4, 5 * WORD_BYTES(sp)
    LOAD    s5, 6 * WORD_BYTES(sp)
    LOAD    s6, 7 * WORD_BYTES(sp)
    LOAD    s7, 8 * WORD_BYTES(sp)
    LOAD    s8, 9 * WORD_BYTES(sp)
    LOAD    s9, 10 * WORD_BYTES(sp)
    LOAD    s10, 11 * WORD_BYTES(sp)
    LOAD    s11, 12 * WORD_BYTES(sp)
    addi    sp, sp, kContextBytes
    ret
    .size jump_fcontext, . - jump_fcontext

    .section .text.make_fcontext, "ax", @progbits
    .global make_fcontext
    .type make_fcontext, @function
// fcontext_t make_fcontext(stack_top, stack_bytes, function)
make_fcontext:
    andi    a0, a0, -16             // an entry's stack is aligned to 16 bytes
    addi    a0, a0, -kContextBytes
    la      t0, first_entry
    STORE   t0, 0 * WORD_BYTES(a0)
    STORE   zero, 1 * WORD_BYTES(a0) // s0: where a chain of frame pointers ends
    STORE   a2, 2 * WORD_BYTES(a0)  // s1: the function
    ret
    .size make_fcontext, . - make_fcontext

    .section .text.first_entry, "ax", @progbits
    .type first_entry, @function
first_entry:
    .cfi_startproc
    .cfi_undefined ra               // debuggers: nobody called this
    jalr    s1
    unimp                           // the function returned: an illegal instruction says where
    .cfi_endproc
    .size first_entry, . - first_entry
