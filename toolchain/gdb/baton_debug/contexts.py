"""Where a task that does not run left its registers: the layouts of fcontext, and an unwinder that goes on there."""
import re

import gdb
from gdb.unwinder import Unwinder, register_unwinder

from .image import Image, symbol

# The functions that switch contexts: those that a port has for itself, or around which it has its jump_fcontext, first.
SWITCHES = "baton_jump_in_registers", "jump_unguarded", "jump_fcontext"
# Where a context begins that was never switched to, on one machine or another.
STARTS = "first_entry", "trampoline", "make_fcontext", "baton::Kernel::task_entry", "baton::detail::SideStack::entry"

# Registers that gdb asks for besides, and what they are in a task that does not run.
FIXED = {"xpsr": 1 << 24}  # Thumb state, in no exception


class Layout:
    """Which register stands where in a context, how many bytes that are, and where the task goes on."""

    def __init__(self, registers, pc, size):
        self.registers, self.pc, self.size = registers, pc, size


def numbered(prefix, first, last, offset, step):
    return {f"{prefix}{first + i}": offset + i * step for i in range(last - first + 1)}


def cortex_m(code):
    """hal/cortex_m/context.S: the floating-point registers, the stack's limit, r4 to r11, lr."""
    floats = numbered("d", 8, 15, 0, 8) if "vpush" in code else {}
    words = 8 * len(floats)
    lr = words + 36
    return Layout({**floats, **numbered("r", 4, 11, words + 4, 4), "lr": lr}, lr, words + 40)


def x86_64(code):
    """Boost's, whose later versions leave room for more: the offsets are read from the instructions that restore."""
    restoring = code.split("%rdi,%rsp", 1)[-1]
    registers = {name: int(offset, 16) for offset, name in
                 re.findall(r"mov\s+(0x[0-9a-f]+)\(%rsp\),%(r[a-z0-9]+)", restoring)}
    size = int(re.search(r"lea\s+(0x[0-9a-f]+)\(%rsp\),%rsp", restoring)[1], 16)
    return Layout(registers, registers.pop("r8"), size)


def riscv(code):
    """hal/riscv/context.S: ra, s0 to s11. With floating point Boost's: fs0 to fs11, s0 to s11, ra, pc."""
    if "fsd" in code:
        return Layout({**numbered("fs", 0, 11, 0, 8), **numbered("s", 0, 11, 0x60, 8), "ra": 0xc0}, 0xc8, 0xd0)
    word = 8 if Image.architecture().endswith("64") else 4
    return Layout({"ra": 0, **numbered("s", 0, 11, word, word)}, 0, 16 * word)


def aarch64(_):
    """Boost's: d8 to d15, x19 to x30, pc."""
    return Layout({**numbered("d", 8, 15, 0, 8), **numbered("x", 19, 30, 0x40, 8)}, 0xa0, 0xb0)


LAYOUTS = {"arm": cortex_m, "i386:x86-64": x86_64, "riscv": riscv, "aarch64": aarch64}


def layout():
    """The layout of this program's contexts."""
    architecture = Image.architecture()
    make = next((make for name, make in LAYOUTS.items() if architecture.startswith(name)), None)
    if make is None:
        raise gdb.GdbError(f"the layout of saved contexts on {architecture} is not known here")
    for name in SWITCHES:
        try:
            return make(gdb.execute(f"with disassembly-flavor att -- disassemble '{name}'", to_string=True))
        except gdb.error:
            continue
    raise gdb.GdbError(f"the program has none of the functions {', '.join(SWITCHES)}")


class Context:
    """A saved context: its registers, as they are when the task goes on."""

    def __init__(self, address):
        where = layout()
        self.address = address
        self.sp = address + where.size
        self._memory = gdb.selected_inferior().read_memory(address, where.size).tobytes()
        self.registers = where.registers
        self.pc = int.from_bytes(self._memory[where.pc:][:pointer_bytes()], "little")
        if Image.architecture().startswith("arm"):
            self.pc &= ~1  # the Thumb bit

    def bytes_of(self, register, size):
        return self._memory[self.registers[register]:][:size]

    def is_fresh(self):
        """Whether the task has never run: it goes on at the beginning of all."""
        return (symbol(self.pc) or "").split("(")[0].split("+")[0].strip() in STARTS


def pointer_bytes():
    return Image.type("void").pointer().sizeof


class FrameId:
    """What gdb identifies a frame by."""

    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


class TaskUnwinder(Unwinder):
    """Makes gdb believe that the processor's current function was called from a saved context. So the task's frames are
    read without writing to a register, and from core dumps too."""

    def __init__(self):
        super().__init__("baton-task")
        self._context = None

    def go_on_at(self, context):
        """Lets the innermost frame be called from there; from its real caller again, if that is None."""
        self._context = None
        gdb.invalidate_cached_frames()
        if context is not None:
            frame = gdb.newest_frame()
            self._real = int(frame.read_register("sp")), int(frame.read_register("pc"))
            self._context = context
        gdb.invalidate_cached_frames()

    def __call__(self, frame):
        context = self._context
        if context is None:
            return None
        sp, pc = frame.read_register("sp"), frame.read_register("pc")
        if (int(sp), int(pc)) != self._real:
            return None
        # Not the real stack pointer: gdb goes no further if a caller's stack is below its callee's.
        info = frame.create_unwind_info(FrameId(gdb.Value(context.address).cast(sp.type), pc))
        info.add_saved_register("sp", gdb.Value(context.sp).cast(sp.type))
        for name in FIXED.keys() & {register.name for register in frame.architecture().registers()}:
            info.add_saved_register(name, gdb.Value(FIXED[name]).cast(frame.read_register(name).type))
        info.add_saved_register("pc", gdb.Value(context.pc).cast(pc.type))
        for name in context.registers:
            kind = frame.read_register(name).type
            info.add_saved_register(name, gdb.Value(context.bytes_of(name, kind.sizeof), kind))
        return info


unwinder = TaskUnwinder()
register_unwinder(None, unwinder, replace=True)
