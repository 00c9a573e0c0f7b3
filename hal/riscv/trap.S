// The processor's traps: reset, interrupts, preemption, faults.
//
// Each cause has an entry of its own in the vector table. Handlers of interrupts run with interrupts masked, so they do
// not nest, on a stack of their own. Outside them mscratch holds that stack's top, within them 0: so a fault and
// in_interrupt() know where they are.
//
// Preemption is the machine's software interrupt, and a forced call. A hart is in no special state after a trap, so the
// entry itself becomes the call: it stays on the interrupted task's stack, saves what a function may overwrite, unmasks
// interrupts, and calls preempt(), which may switch to other tasks. Back from it, it goes on where the task was.
//
//      the task's stack      | registers, mepc | preempt()'s calls
//
// A preemption cannot be preempted: the entry enters the kernel (see hal_port/entry.hpp) before it unmasks interrupts,
// and leaves it after it has masked them, one instruction before mret. Between the two the kernel is entered, or
// another task runs and this one is resumed by a switch, which happens entered. So a stack holds one preemption at
// most, whatever the rate of interrupts. This is why preempt() is called, and returns, with the kernel entered.
//
// A stack's guard holds for user mode, as whose the loads and stores of tasks count: mstatus.MPRV is set, and MPP says
// user. A trap changes MPP to machine, so handlers are free of the guard, and mret changes it back to user. The
// preemption's entry, which is on the task's stack, changes it itself.
//
// An interrupt that comes during a preemption, the timer's say, is handled in it as anywhere else. The software
// interrupt goes before the timer's if both are pending; then the timer's is handled with the first instruction that
// runs unmasked, still before preempt() looks.
#include "hal/riscv/assembly.h"

    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

// DWARF's numbers: of the address that an interrupted frame goes on at, and of the register mepc.
#define INTERRUPTED_PC 64
#define MEPC 4929

    .equ    kInterruptsOn, 1 << 3           // mstatus.MIE
    .equ    kPreemptionOn, 1 << 3           // mie.MSIE
    .equ    kMachineBefore, 3 << 11         // mstatus.MPP
    .equ    kReturnToMachine, kMachineBefore | 1 << 7  // and .MPIE: what mret shall restore
    .equ    kFloatingPointOn, 1 << 13       // mstatus.FS = initial

// ---- what a called function may overwrite

// Slots of a frame, in words: ra, t0-t2, a0-a7, t3-t6, then one for each kind of trap, and fcsr.
    .equ    kT0, 1 * WORD_BYTES
    .equ    kOwn, 16 * WORD_BYTES
    .equ    kFcsr, 17 * WORD_BYTES
    .equ    kFloats, (18 * WORD_BYTES + 15) & -16
#if FLOATING_POINT
    .equ    kFrameBytes, kFloats + 20 * 8
#else
    .equ    kFrameBytes, kFloats
#endif

    .equ    kRegistersBytes, 32 * WORD_BYTES

// Applies `operation` (LOAD or STORE) to the integer registers other than t0.
    .macro each_integer operation
    \operation ra, 0 * WORD_BYTES(sp)
    \operation t1, 2 * WORD_BYTES(sp)
    \operation t2, 3 * WORD_BYTES(sp)
    \operation a0, 4 * WORD_BYTES(sp)
    \operation a1, 5 * WORD_BYTES(sp)
    \operation a2, 6 * WORD_BYTES(sp)
    \operation a3, 7 * WORD_BYTES(sp)
    \operation a4, 8 * WORD_BYTES(sp)
    \operation a5, 9 * WORD_BYTES(sp)
    \operation a6, 10 * WORD_BYTES(sp)
    \operation a7, 11 * WORD_BYTES(sp)
    \operation t3, 12 * WORD_BYTES(sp)
    \operation t4, 13 * WORD_BYTES(sp)
    \operation t5, 14 * WORD_BYTES(sp)
    \operation t6, 15 * WORD_BYTES(sp)
    .endm

    .macro each_float operation
    .irp    register, ft0, ft1, ft2, ft3, ft4, ft5, ft6, ft7, ft8, ft9, ft10, ft11, \
                      fa0, fa1, fa2, fa3, fa4, fa5, fa6, fa7
    \operation \register, kFloats + 8 * float_index(sp)
    .set    float_index, float_index + 1
    .endr
    .endm

// All but t0, which has been saved already; overwrites t0.
    .macro save_registers
    each_integer STORE
#if FLOATING_POINT
    .set    float_index, 0
    each_float fsd
    csrr    t0, fcsr
    STORE   t0, kFcsr(sp)
#endif
    .endm

    .macro restore_registers
#if FLOATING_POINT
    LOAD    t0, kFcsr(sp)
    csrw    fcsr, t0
    .set    float_index, 0
    each_float fld
#endif
    each_integer LOAD
    .endm

// ---- reset

// First in the image. main() gets no arguments (see hal/machine.hpp) and may be declared with or without them.
    .section .text.reset, "ax", @progbits
    .global reset
    .type reset, @function
reset:
    .cfi_startproc
    .cfi_undefined ra
    csrr    t0, mhartid
    bnez    t0, park                // Baton runs on one hart
    .option push
    .option norelax                 // the linker shortens addresses by means of gp, but not gp's own
    la      gp, __global_pointer$
    .option pop
    la      tp, thread_data_begin   // the C library's errno
    la      sp, boot_stack_top
    la      t0, handler_stack_top
    csrw    mscratch, t0
    la      t0, vectors
    addi    t0, t0, 1               // an entry for each interrupt
    csrw    mtvec, t0
#if FLOATING_POINT
    li      t0, kFloatingPointOn
    csrs    mstatus, t0
    csrw    fcsr, zero
#endif
    call    start_up
    li      a0, 0
    li      a1, 0
    call    main
    call    _ZN5baton3hal4stopEi    // stop(main's result)
    .cfi_endproc
park:
    wfi
    j       park
    .size reset, . - reset

// ---- entries

// Interrupt n enters at word n, every exception at word 0.
    .section .text.vectors, "ax", @progbits
    .balign 256
    .type vectors, @object
vectors:
    .option push
    .option norvc
    j       exception
    .rept   2
    j       interrupt
    .endr
    j       preemption              // 3: the machine's software interrupt
    .rept   12
    j       interrupt               // 7: timer; 11: external
    .endr
    .option pop
    .size vectors, . - vectors

    .section .text.interrupt, "ax", @progbits
    .type interrupt, @function
interrupt:
    csrrw   sp, mscratch, sp
    addi    sp, sp, -kFrameBytes
    STORE   t0, kT0(sp)
    save_registers
    csrrw   t0, mscratch, zero
    STORE   t0, kOwn(sp)            // the task's stack pointer
    csrr    t0, mcause
    slli    t0, t0, WORD_SHIFT      // drops the top bit, which says that it is an interrupt
    la      t1, interrupt_handlers
    add     t0, t0, t1
    LOAD    t0, 0(t0)
    jalr    t0
    addi    t0, sp, kFrameBytes
    csrw    mscratch, t0
    restore_registers
    LOAD    t0, kT0(sp)
    LOAD    sp, kOwn(sp)
    mret
    .size interrupt, . - interrupt

    .section .text.preemption, "ax", @progbits
    .type preemption, @function
preemption:
    .cfi_startproc
    .cfi_signal_frame               // debuggers: what lies above was interrupted, and called nobody
    .cfi_return_column INTERRUPTED_PC
    .cfi_register INTERRUPTED_PC, MEPC
    addi    sp, sp, -kFrameBytes
    .cfi_adjust_cfa_offset kFrameBytes
    STORE   t0, kT0(sp)
    li      t0, kMachineBefore
    csrc    mstatus, t0             // from here on the guard holds
    csrci   mie, kPreemptionOn      // enters the kernel
    csrr    t0, mepc
    STORE   t0, kOwn(sp)
    .cfi_rel_offset INTERRUPTED_PC, kOwn
    csrsi   mstatus, kInterruptsOn
    save_registers
    .cfi_rel_offset ra, 0           // a callee changes these; no debugger needs the others
    .cfi_rel_offset t0, kT0
    la      t0, clint               // Clint::software_interrupt
    sw      zero, 0(t0)
    call    _ZN5baton3hal7preemptEv
    restore_registers
    csrci   mstatus, kInterruptsOn
    LOAD    t0, kOwn(sp)
    csrw    mepc, t0
    li      t0, kReturnToMachine    // interrupts and their mret have changed it
    csrs    mstatus, t0
    LOAD    t0, kT0(sp)
    addi    sp, sp, kFrameBytes
    csrsi   mie, kPreemptionOn      // leaves the kernel
    mret
    .cfi_endproc
    .size preemption, . - preemption

// Saves all registers but x0 in the order of their numbers, on a stack that is for this: whichever one was in use may
// have overflowed.
    .section .text.exception, "ax", @progbits
    .type exception, @function
exception:
    csrrw   sp, mscratch, sp        // not 0 if a task was interrupted
    bnez    sp, 1f
    la      sp, report_stack_top - kRegistersBytes
    STORE   a1, 11 * WORD_BYTES(sp)
    li      a1, 0
    j       2f
1:
    la      sp, report_stack_top - kRegistersBytes
    STORE   a1, 11 * WORD_BYTES(sp)
    li      a1, 1
2:
    .irp    number, 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    STORE   x\number, \number * WORD_BYTES(sp)
    .endr
    csrrw   t0, mscratch, zero      // where the stack pointer was
    STORE   t0, 2 * WORD_BYTES(sp)
    addi    a0, sp, WORD_BYTES
    call    report_exception
    .size exception, . - exception
