# What the port calls its faults: a load, a store (also from an interrupt) and a jump to where there must be none; a return
# from a context; a stack that is full (also the handlers').
set(bad_load "bad load")
set(bad_jump "bad jump")
set(bad_store "bad store")
set(bad_store_in_interrupt "bad store")
set(bad_return "undefined instruction")
set(overflow "bad store")
set(overflow_in_interrupt "bad store")

# A division by zero is no fault: the result is 0.
hal_expect(hal_undefined_instruction_is_reported hal_faults "^baton: undefined instruction in a task: pc 0x" undefined)
hal_expect(hal_breakpoint_is_reported hal_faults "^baton: breakpoint in a task: pc 0x" breakpoint)
hal_expect(hal_system_call_is_reported hal_faults "^baton: system call in a task: pc 0x" service)
