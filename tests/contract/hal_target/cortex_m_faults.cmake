# What the port calls its faults: a load, a store (also from an interrupt) and a jump to where there must be none; a return
# from a context; a stack that is full (also the handlers').
set(bad_load "memory fault")
set(bad_jump "memory fault")
set(bad_store "memory fault")
set(bad_store_in_interrupt "hard fault")
set(bad_return "usage fault")
set(overflow "(memory|usage) fault")
set(overflow_in_interrupt "hard fault")

hal_expect(hal_division_by_zero_is_reported hal_faults
  "^baton: usage fault in a task: pc 0x[^\n]*: division by zero\n" divide)
hal_expect(hal_undefined_instruction_is_reported hal_faults
  "^baton: usage fault in a task: pc 0x[^\n]*: undefined instruction\n" undefined)
hal_expect(hal_breakpoint_is_reported hal_faults "^baton: hard fault in a task: pc 0x[^\n]*: breakpoint\n" breakpoint)
hal_expect(hal_system_call_is_reported hal_faults "^baton: system call in a task: pc 0x" service)
