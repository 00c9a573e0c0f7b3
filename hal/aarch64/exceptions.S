// The processor's exceptions: reset, interrupts, preemption, faults.
//
// Everything runs at exception level 1. Tasks, and main(), use the stack pointer SP_EL0; an exception switches to
// SP_EL1, the handlers' stack, so that the processor itself knows whether it is in a handler (SPSel), and a fault on a
// stack that overflowed has room for its report. Handlers run with interrupts masked and do not nest.
//
// Devices' interrupts are IRQs. Preemption is an FIQ that the port sends to itself, and a forced call. The processor is
// in no special state after an exception, so the entry itself becomes the call: it goes back to the interrupted task's
// stack, saves what a function may overwrite, unmasks interrupts, and calls preempt(), which may switch to other tasks.
// Back from it, it goes on where the task was.
//
//      the task's stack      | registers, where the task was | preempt()'s calls
//
// A preemption cannot be preempted: an exception masks FIQs, which is the kernel entered (see hal_port/entry.hpp), and
// eret, the last instruction, unmasks them. Between the two the kernel is entered, or another task runs and this one is
// resumed by a switch, which happens entered. So a stack holds one preemption at most, whatever the rate of interrupts.
// This is why preempt() is called, and returns, with the kernel entered.
//
// The request has the lowest priority, so the interrupt controller signals it only when no device's interrupt is
// pending; one that comes during a preemption is handled in it as anywhere else.

    .cfi_sections .debug_frame      // for debuggers only: nothing of it is in the image

#define INTERRUPTED_PC 32           // DWARF's number of the address that an interrupted frame goes on at: ELR's

    .equ    kDebugMasked, 1 << 3        // for daifset and daifclr
    .equ    kErrorsMasked, 1 << 2
    .equ    kInterruptsMasked, 1 << 1

// ---- what a called function may overwrite

// Slots of a frame. Of v8-v15 a callee preserves one half, so they are saved whole, with all others.
    .equ    kReturn, 160                // elr, spsr
    .equ    kFloatStatus, 176           // fpcr, fpsr
    .equ    kFloats, 192
    .equ    kFrameBytes, kFloats + 32 * 16

// Applies `operation` (stp or ldp) to the integer registers other than x0 and x1.
    .macro each_integer operation
    \operation x2, x3, [sp, #16]
    \operation x4, x5, [sp, #32]
    \operation x6, x7, [sp, #48]
    \operation x8, x9, [sp, #64]
    \operation x10, x11, [sp, #80]
    \operation x12, x13, [sp, #96]
    \operation x14, x15, [sp, #112]
    \operation x16, x17, [sp, #128]
    \operation x18, x30, [sp, #144]
    .endm

    .macro each_float operation
    .irp    pair, "0, 1", "2, 3", "4, 5", "6, 7", "8, 9", "10, 11", "12, 13", "14, 15", "16, 17", "18, 19", "20, 21", \
                  "22, 23", "24, 25", "26, 27", "28, 29", "30, 31"
    float_pair \operation, \pair
    .endr
    .endm
    .macro float_pair operation, even, odd
    \operation q\even, q\odd, [sp, #kFloats + 16 * \even]
    .endm

// All but x0 and x1, which have been saved already; overwrites them.
    .macro save_registers
    each_integer stp
    each_float stp
    mrs     x0, fpcr
    mrs     x1, fpsr
    stp     x0, x1, [sp, #kFloatStatus]
    .endm

    .macro restore_registers
    ldp     x0, x1, [sp, #kFloatStatus]
    msr     fpcr, x0
    msr     fpsr, x1
    each_float ldp
    each_integer ldp
    .endm

// ---- reset

// First in the image. main() gets no arguments (see hal/machine.hpp) and may be declared with or without them.
    .section .text.reset, "ax", %progbits
    .global reset
    .type reset, %function
reset:
    .cfi_startproc
    .cfi_undefined x30
    mrs     x0, mpidr_el1
    tst     x0, #0xffffff
    b.ne    park                    // Baton runs on one core
    mov     x0, #3 << 20            // FPEN; first: the compiler uses SIMD wherever it likes
    msr     cpacr_el1, x0
    msr     fpcr, xzr
    adrp    x0, vectors
    add     x0, x0, :lo12:vectors
    msr     vbar_el1, x0
    adrp    x0, handler_stack_top
    add     x0, x0, :lo12:handler_stack_top
    msr     spsel, #1
    mov     sp, x0
    adrp    x0, boot_stack_top
    add     x0, x0, :lo12:boot_stack_top
    msr     spsel, #0
    mov     sp, x0
    adrp    x0, thread_pointer      // the C library's errno
    add     x0, x0, :lo12:thread_pointer
    msr     tpidr_el0, x0
    mov     x29, xzr                // where a chain of frame pointers ends
    bl      start_up
    mov     x0, #0
    mov     x1, #0
    bl      main
    bl      _ZN5baton3hal4stopEi    // stop(main's result)
    .cfi_endproc
park:
    wfi
    b       park
    .size reset, . - reset

// ---- entries

// Of 128 bytes each, in the order synchronous, IRQ, FIQ, SError: from a task, from a handler, and from lower exception
// levels, where nothing runs.
    .macro  entry target
    .balign 128
    b       \target
    .endm

    .section .text.vectors, "ax", %progbits
    .balign 2048
    .type vectors, %object
vectors:
    entry   exception
    entry   interrupt
    entry   preemption
    entry   exception
    .rept   12
    entry   exception
    .endr
    .size vectors, . - vectors

    .section .text.interrupt, "ax", %progbits
    .type interrupt, %function
interrupt:
    sub     sp, sp, #kFrameBytes
    stp     x0, x1, [sp]
    save_registers
    bl      serve_interrupt
    restore_registers
    ldp     x0, x1, [sp]
    add     sp, sp, #kFrameBytes
    eret
    .size interrupt, . - interrupt

    .section .text.preemption, "ax", %progbits
    .type preemption, %function
preemption:
    .cfi_startproc
    .cfi_signal_frame               // debuggers: what lies above was interrupted, and called nobody
    .cfi_return_column INTERRUPTED_PC
    .cfi_undefined INTERRUPTED_PC
    msr     spsel, #0
    msr     daifclr, #kDebugMasked  // the guard of the task's stack
    sub     sp, sp, #kFrameBytes
    .cfi_adjust_cfa_offset kFrameBytes
    stp     x0, x1, [sp]
    mrs     x0, elr_el1
    mrs     x1, spsr_el1
    stp     x0, x1, [sp, #kReturn]
    .cfi_rel_offset INTERRUPTED_PC, kReturn
    save_registers
    .cfi_rel_offset x30, 152        // a callee changes it; no debugger needs the others
    bl      withdraw_preemption
    msr     daifclr, #kErrorsMasked | kInterruptsMasked
    bl      _ZN5baton3hal7preemptEv
    msr     daifset, #kInterruptsMasked
    restore_registers
    ldp     x0, x1, [sp, #kReturn]
    msr     elr_el1, x0
    msr     spsr_el1, x1
    ldp     x0, x1, [sp]
    add     sp, sp, #kFrameBytes
    eret                            // leaves the kernel
    .cfi_endproc
    .size preemption, . - preemption

    .macro store_pair even, odd
    stp     x\even, x\odd, [sp, #8 * \even]
    .endm

// Reports on a stack of its own: whichever stack was in use may have overflowed, and the report looks at it.
    .section .text.exception, "ax", %progbits
    .type exception, %function
exception:
    msr     tpidr_el1, x0           // for nothing but this
    mov     x0, sp
    msr     tpidrro_el0, x0         // nor this
    adrp    x0, fault_stack_top
    add     x0, x0, :lo12:fault_stack_top
    mov     sp, x0
    mrs     x0, tpidr_el1
    sub     sp, sp, #256
    stp     x0, x1, [sp]
    .irp    pair, "2, 3", "4, 5", "6, 7", "8, 9", "10, 11", "12, 13", "14, 15", "16, 17", "18, 19", "20, 21", \
                  "22, 23", "24, 25", "26, 27", "28, 29"
    store_pair \pair
    .endr
    mrs     x0, spsr_el1
    mrs     x1, tpidrro_el0
    tbnz    x0, #0, 1f              // SPSel as it was: a handler's stack
    mrs     x1, sp_el0
1:
    stp     x30, x1, [sp, #240]
    mov     x0, sp
    bl      report_exception
    .size exception, . - exception
