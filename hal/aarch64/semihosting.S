    .section .text.semihosting, "ax", %progbits
    .global semihosting
    .type semihosting, %function
// std::intptr_t semihosting(call, parameters): x0, x1, and the result in x0 (hal/semihosting/calls.hpp)
semihosting:
    hlt     #0xf000
    ret
    .size semihosting, . - semihosting
