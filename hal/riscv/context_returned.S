// Where Boost's make_fcontext sends a context function that returns: an illegal instruction says so.
    .section .text.context_returned, "ax", @progbits
    .global context_returned
    .type context_returned, @function
context_returned:
    unimp
    .size context_returned, . - context_returned
