"""gdb commands for programs of Baton: the kernel's tasks, their backtraces and locks. README.md describes them.

    (gdb) source toolchain/gdb/baton_gdb.py        # toolchain/baton debug has done that
"""
import os
import sys

import gdb

sys.dont_write_bytecode = True  # the folder may be the user's source tree, or not writable
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from baton_debug import backtrace, tables  # noqa: E402
from baton_debug.image import Image  # noqa: E402
from baton_debug.kernel import running_kernel  # noqa: E402


class Baton(gdb.Command):
    """What the kernel of Baton knows: baton tasks, baton bt, baton locks."""

    def __init__(self):
        super().__init__("baton", gdb.COMMAND_STATUS, gdb.COMPLETE_NONE, True)

    def invoke(self, argument, from_tty):
        problem = f"no command '{argument}'" if argument else "which of its commands?"
        raise gdb.GdbError(f"baton: {problem}; there are: tasks, bt, locks")


class Subcommand(gdb.Command):
    """What the commands share: the arguments' number is checked, and data that cannot be read is an error of one line."""

    words = (0, 0)

    def __init__(self):
        super().__init__("baton " + self.name, gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        arguments = gdb.string_to_argv(argument)
        least, most = self.words
        if not least <= len(arguments) <= most:
            raise gdb.GdbError(f"usage: {self.usage}")
        with Image() as image:
            try:
                self.run(running_kernel(image), *arguments)
            except gdb.MemoryError as error:
                raise gdb.GdbError(f"the kernel's data cannot be read: {error}")


class Tasks(Subcommand):
    """Lists the tasks that are alive: baton tasks

The task that has the CPU is marked with *. What a blocked task waits for comes with its time limit and, for a lock,
with its owner. The stack's first number is the most that was ever in use."""

    name, usage = "tasks", "baton tasks"

    def run(self, kernel):
        print(tables.tasks(kernel))


class Backtrace(Subcommand):
    """Shows where a task is: baton bt NAME|ID|all

All tasks of that name are shown. Nothing of the program is changed for it."""

    name, usage, words = "bt", "baton bt NAME|ID|all", (1, 1)

    def run(self, kernel, wanted):
        for task in kernel.find(wanted):
            backtrace.show(kernel, task)

    def complete(self, text, word):
        with Image() as image:
            return [name for name in tables.task_names(running_kernel(image)) if name.startswith(word)]


class Locks(Subcommand):
    """Lists the locks that tasks own: baton locks

With the owner, and who waits for the lock in the order in which they get it. Locks that are free, and those that are
only read under, are not known to the kernel."""

    name, usage = "locks", "baton locks"

    def run(self, kernel):
        print(tables.locks(kernel))


def end_emulator(_):
    """Ends QEMU with gdb: a program that was not detached would go on there, unseen."""
    inferior = gdb.selected_inferior()
    if inferior.pid and inferior.connection is not None and inferior.connection.type == "remote":
        for command in "monitor quit", "disconnect":
            try:
                gdb.execute(command, to_string=True)
            except gdb.error:
                pass  # the connection is closed already


gdb.events.gdb_exiting.connect(end_emulator)

for command in Baton, Tasks, Backtrace, Locks:
    command()
