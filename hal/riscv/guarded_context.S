// hal/context.hpp for every core: the plain switch (context.S, or Boost's assembly) and, with it, the guard of the
// stack (see hal_port/stack.hpp). Above its plain frame a context that has been jumped from keeps
//
//      return address | guard
//
// and one that is new, at the top of its stack, the same two words with the function in the address's place. A guard is
// the value of pmpaddr0, or 0 if the processor guards no stacks; it stands in memory too, because a core need not have
// that register.
#include "hal/riscv/assembly.h"

    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

    .equ    kFrameBytes, 16         // two words, and the stack stays aligned
    .equ    kGuardBytes, 128        // hal_port/stack.hpp
    .equ    kGuardSize, 15          // in pmpaddr: the region's size, in front of which the address stands

    .macro  set_guard guard, scratch
    beqz    \guard, 1f
    STORE   \guard, stack_guard, \scratch
    csrw    pmpaddr0, \guard
    sfence.vma                      // a core with virtual memory may have kept what the old one allows
1:
    .endm

    .section .text.jump_fcontext, "ax", @progbits
    .global jump_fcontext
    .type jump_fcontext, @function
// transfer_t jump_fcontext(to, data); the result is in a0 and a1
jump_fcontext:
    .cfi_startproc
    addi    sp, sp, -kFrameBytes
    .cfi_adjust_cfa_offset kFrameBytes
    STORE   ra, 0(sp)
    .cfi_rel_offset ra, 0
    LOAD    t0, stack_guard
    STORE   t0, WORD_BYTES(sp)
    call    jump_unguarded
    LOAD    t0, WORD_BYTES(sp)
    LOAD    ra, 0(sp)
    addi    sp, sp, kFrameBytes
    set_guard t0, t1
    ret
    .cfi_endproc
    .size jump_fcontext, . - jump_fcontext

    .section .text.make_fcontext, "ax", @progbits
    .global make_fcontext
    .type make_fcontext, @function
// fcontext_t make_fcontext(stack_top, stack_bytes, function)
make_fcontext:
    LOAD    t0, stack_guard
    beqz    t0, 1f
    sub     t0, a0, a1              // the stack's lowest address
    addi    t0, t0, kGuardBytes - 1
    andi    t0, t0, -kGuardBytes
    srli    t0, t0, 2
    ori     t0, t0, kGuardSize
1:
    andi    a0, a0, -16             // an entry's stack is aligned to 16 bytes
    addi    a0, a0, -kFrameBytes
    STORE   a2, 0(a0)
    STORE   t0, WORD_BYTES(a0)
    la      a2, first_entry
    tail    make_unguarded
    .size make_fcontext, . - make_fcontext

// a0 and a1 hold the function's argument.
    .section .text.first_entry, "ax", @progbits
    .type first_entry, @function
first_entry:
    .cfi_startproc
    .cfi_undefined ra               // debuggers: nobody called this
    LOAD    t0, WORD_BYTES(sp)
    LOAD    t2, 0(sp)
    addi    sp, sp, kFrameBytes
    set_guard t0, t1
    li      s0, 0                   // where a chain of frame pointers ends
    jalr    t2
    unimp                           // the function returned: an illegal instruction says where
    .cfi_endproc
    .size first_entry, . - first_entry
