// Boost.Context's fcontext ABI (hal/context.hpp) in Thumb-2, for cores without an FPU.
//
// A suspended context is a pointer to ten words on its stack; its lowest is the address for the transfer_t that
// jump_fcontext returns, which the procedure call standard passes as a hidden first argument:
//
//      result | r4 | r5 | r6 | r7 | r8 | r9 | r10 | r11 | lr
//
// Ten words keep the stack aligned to 8 bytes.
    .syntax unified
    .thumb

    .section .text.jump_fcontext, "ax", %progbits
    .global jump_fcontext
    .type jump_fcontext, %function
// transfer_t jump_fcontext(to, data): r0 = result, r1 = to, r2 = data
jump_fcontext:
    push    {r0, r4-r11, lr}
    mov     r0, sp
    mov     sp, r1
    mov     r1, r2
    pop     {r2, r4-r11, lr}
    strd    r0, r1, [r2]            // for a caller of jump_fcontext
    bx      lr                      // for a first entry: r0:r1 is the argument
    .size jump_fcontext, . - jump_fcontext

    .section .text.make_fcontext, "ax", %progbits
    .global make_fcontext
    .type make_fcontext, %function
// fcontext_t make_fcontext(stack_top, stack_bytes, function)
make_fcontext:
    bic     r0, r0, #7              // an entry's stack is aligned to 8 bytes
    ldr     r3, =first_entry        // with the Thumb bit: the assembler knows that it is a function
    str     r3, [r0, #-4]
    movs    r3, #0
    str     r3, [r0, #-8]           // r11: where a chain of frame pointers ends
    str     r2, [r0, #-36]          // r4: the function
    sub     r0, r0, #40
    str     r0, [r0]                // result: into these words themselves, which are free once popped
    bx      lr
    .size make_fcontext, . - make_fcontext

    .section .text.first_entry, "ax", %progbits
    .type first_entry, %function
first_entry:
    .cfi_startproc
    .cfi_undefined lr               // debuggers: nobody called this
    blx     r4
    udf     #0                      // the function returned: a usage fault says where
    .cfi_endproc
    .size first_entry, . - first_entry
