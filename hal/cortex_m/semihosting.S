    .syntax unified
    .thumb

    .section .text.semihosting, "ax", %progbits
    .global semihosting
    .type semihosting, %function
// std::intptr_t semihosting(call, parameters): r0, r1, and the result in r0 (hal/semihosting/calls.hpp)
semihosting:
    bkpt    0xab
    bx      lr
    .size semihosting, . - semihosting
