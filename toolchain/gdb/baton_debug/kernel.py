"""The kernel and its tasks, read from a stopped program: what kernel/baton/core keeps of them."""
import gdb

from .image import Image, chain, enumerator, has_member, member, span, string_view, symbol, target, text
from .text import NEVER

GUARD_BYTES = 4  # the word at a stack's lowest address, which is no paint: kStackGuard
PAINTS = 0xa5, 0  # what fills a stack at first, on targets and on the host: kPaint of task.cpp


def running_kernel(image):
    """The kernel that runs; an error if there is none."""
    if not image.is_alive():
        raise gdb.GdbError("the program does not run: it has not been started, or has ended")
    pointer = image.variable("baton::Kernel::running_")
    if pointer is None:
        raise gdb.GdbError("this program has no Baton kernel, or no debug information of it")
    if int(pointer) == 0:
        raise gdb.GdbError("no kernel runs: it has not been started yet, or has ended")
    return Kernel(image, target(pointer))


class Kernel:
    """The running kernel."""

    def __init__(self, image, value):
        self.value = value
        self._machine = image.variable("baton::sim::Machine::machine_")
        self._current = int(member(value, "current_"))
        self.tasks = [Task(self, pointer, task) for pointer, task in
                      chain(member(value, "alive_first_"), "next_alive_")]

    def now(self):
        """The time: in the simulator the machine's; elsewhere that at which the kernel last looked at its clock,
        because reading a device is the program's business. None without accounting."""
        if self._machine is not None:
            return int(member(self._machine, "now_"))
        return self.slice_start() if self.tasks and self.tasks[0].account is not None else None

    def slice_start(self):
        """Since when the running task's CPU time is not in its account yet."""
        return int(member(self.value, "slice_start_"))

    def policy(self):
        return string_view(member(target(member(self.value, "table_")), "name"))

    def switches(self):
        return int(member(self.value, "switches_"))

    def is_current(self, task):
        return task.address == self._current

    def on_cpu(self):
        """The task whose stack is in use: the current one, but for some instructions in the middle of a switch. None
        while the first one is about to be switched to."""
        sp = int(gdb.newest_frame().read_register("sp"))
        by_stack = next((task for task in self.tasks if task.owns(sp)), None)
        return by_stack or next(filter(self.is_current, self.tasks), None)

    def is_in_interrupt(self):
        """Whether an interrupt handler runs."""
        if self._machine is not None:
            return bool(member(self._machine, "in_interrupt_"))
        frame = gdb.newest_frame()
        architecture = Image.architecture()
        if architecture.startswith("arm"):
            return int(frame.read_register("xpsr")) & 0x1ff != 0
        if architecture.startswith("riscv"):
            return int(frame.read_register("mscratch")) == 0  # hal/riscv/trap.S
        if architecture.startswith("aarch64"):
            return int(frame.read_register("cpsr")) & 1 != 0  # handlers have a stack pointer of their own
        return False

    def find(self, wanted):
        """The tasks of that name, or with that number, or all."""
        found = [task for task in self.tasks if wanted in ("all", task.name, str(task.id), task.label)]
        if not found:
            raise gdb.GdbError(f"no task '{wanted}' is alive; there are: {', '.join(task.label for task in self.tasks)}")
        return found


class Task:
    """A task that is alive."""

    def __init__(self, kernel, pointer, value):
        self.kernel = kernel
        self.pointer = pointer
        self.address = int(pointer)
        self.value = value
        self.name = text(member(value, "name_"))
        self.id = int(member(value, "id_"))
        self.label = f"{self.name}#{self.id}"
        account = member(value, "accounting_")
        self.account = account if has_member(account, "cpu_ns") else None

    def _is(self, flag):
        return bool(member(self.value, flag))

    def state(self):
        """The state's name, as Task::state() gives it, and whether the task is suspended."""
        stored = enumerator(member(self.value, "state_"))
        if stored == "ready" and self.kernel.is_current(self):
            return "running"
        if self._is("suspended_"):
            return "suspended" if self._is("parked_") else f"{stored}, suspended"
        return stored

    def level(self):
        """The level, and the base level if that is another one."""
        level, base = int(member(self.value, "level_")), int(member(self.value, "base_level_"))
        return str(level) if level == base else f"{level} (base {base})"

    def is_blocked(self):
        return enumerator(member(self.value, "state_")) == "blocked"

    def _is_waiting(self):
        return self.is_blocked() and not self._is("parked_")

    def nodes(self):
        """What the task waits for: the WaitNodes of its wait. As Task::wait_nodes()."""
        kind = enumerator(member(self.value, "wait_kind_"))
        if not (self._is_waiting() or self._is("prepared_")) or kind == "none":
            return []
        if kind != "wait":
            return [target(member(self.value, "wait_node_"))]
        first, count = span(member(target(member(self.value, "wait_")), "nodes"))
        return [target(first + i) for i in range(count)]

    def deadline(self):
        """Until when it waits at most, or NEVER. As Task::wait_deadline()."""
        if not self._is_waiting() or enumerator(member(self.value, "wait_kind_")) != "wait":
            return NEVER
        return int(member(target(member(self.value, "wait_")), "key"))

    def since(self):
        """Since when it is ready or blocked, or None: it runs, or is to start in future, or nobody keeps accounts."""
        if self.account is None or self.state() == "running":
            return None
        since = int(member(self.account, "state_since_ns"))
        return since if since <= self.kernel.now() else None

    def cpu_time(self):
        """How long it ran, or None if nobody keeps accounts."""
        if self.account is None:
            return None
        charged = int(member(self.account, "cpu_ns"))
        return charged + (self.kernel.now() - self.kernel.slice_start() if self.state() == "running" else 0)

    def context(self):
        """The address of its saved context."""
        return int(member(self.value, "context_"))

    def stack(self):
        """(lowest address, size) of its stack."""
        first, size = span(member(self.value, "stack_"))
        return int(first), size

    def owns(self, address):
        """Whether the address lies in its stack."""
        first, size = self.stack()
        return first <= address < first + size

    def contains(self, address):
        """Whether the address lies in the task's object: that of its base class, for instance."""
        return self.address <= address < self.address + self.value.type.sizeof

    def stack_used(self):
        """The most of the stack that was ever in use. As Task::stack_used()."""
        first, size = self.stack()
        if size <= GUARD_BYTES:
            return 0
        memory = gdb.selected_inferior().read_memory(first + GUARD_BYTES, size - GUARD_BYTES).tobytes()
        paint = bytes([memory[0]]) if memory[0] in PAINTS else b""
        return len(memory.lstrip(paint)) if paint else len(memory)

    def held_locks(self):
        """(pointer, LockObject) of the locks that it owns, the last first."""
        return chain(member(self.value, "held_"), "next_held_")

    def describe(self, node):
        """What one node is for: "lock 'left', held by a#2"."""
        reason = enumerator(member(node, "reason"))
        pointer = member(node, "object")
        wanted = next((task for task in self.kernel.tasks if task.contains(int(pointer))), None)
        if wanted is not None:
            return f"{reason} {wanted.label}"
        answer = f"{reason} {object_name(pointer, target(pointer))}"
        if reason in ("lock", "read_lock", "write_lock", "once"):  # is_for_lock()
            owner = int(member(target(pointer, Image.type("baton::LockObject")), "owner_"))
            answer += "".join(f", held by {task.label}" for task in self.kernel.tasks if task.address == owner)
        return answer


def object_name(pointer, value):
    """The name of a WaitObject; of one that has none its symbol or address."""
    name = text(member(value, "name_"), "")
    return f"'{name}'" if name else f"({symbol(int(pointer)) or hex(int(pointer))})"


def waiters(value):
    """The addresses of the tasks that wait for a WaitObject, in their order."""
    return [int(member(node, "task")) for _, node in chain(member(member(value, "waiters_"), "front_"), "next")]
