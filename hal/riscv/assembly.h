// For assembly files: what differs between cores of 32 and 64 bits, with and without floating point.
#pragma once

#if __riscv_xlen == 64
#define WORD_BYTES 8
#define WORD_SHIFT 3
#define LOAD ld
#define STORE sd
#else
#define WORD_BYTES 4
#define WORD_SHIFT 2
#define LOAD lw
#define STORE sw
#endif

// Cores with single precision only (F without D) are not supported: their FLEN is not the 64 bits assumed here.
#ifdef __riscv_flen
#if __riscv_flen != 64
#error "floating point of 64 bits, or none"
#endif
#define FLOATING_POINT 1
#else
#define FLOATING_POINT 0
#endif
