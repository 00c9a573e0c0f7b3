"""The frames of one task."""
import re

import gdb

from . import contexts

FRAMES_MAX = 1000  # of a damaged stack
# The first functions on a task's stack. Outside them gdb finds nothing that makes sense.
OUTERMOST = "baton::Kernel::task_entry", "baton::detail::SideStack::entry"


def show(kernel, task):
    """Prints a task's state and its frames."""
    print(f"{task.label}: {task.state()}")
    if task is kernel.on_cpu():
        show_frames(0)
        return
    if stands_in_switch():
        print("(the program stands in the middle of a switch: where a task is may not be written down yet)")
    context = contexts.Context(task.context())
    if context.is_fresh():
        print(f"(has not run yet: begins with {task.pointer.dynamic_type.target()}::run())")
        return
    with Selection():
        contexts.unwinder.go_on_at(context)
        try:
            show_frames(levels_of_real_frame())
        finally:
            contexts.unwinder.go_on_at(None)


class Selection:
    """Keeps the frame that the user has selected."""

    def __enter__(self):
        self._level = gdb.selected_frame().level()

    def __exit__(self, *_):
        gdb.execute(f"frame level {self._level}", to_string=True)


def stands_in_switch():
    return gdb.newest_frame().name() in (*contexts.SWITCHES, "baton::Kernel::finish_switch")


def levels_of_real_frame():
    """How many levels the innermost frame has, with what was inlined into it."""
    frame = gdb.newest_frame()
    while frame.type() == gdb.INLINE_FRAME:
        frame = frame.older()
    return frame.level() + 1


def show_frames(first):
    """Prints the frames from level `first` on, numbered from 0, as `backtrace` does."""
    frames, reason = frames_from(first)
    if not frames:
        print(f"(gdb finds no frame: {reason})")
        return
    shown = len(frames) - plumbing(frames)
    last = first + shown - 1
    text = gdb.execute(f"frame apply level {first}-{last} echo", to_string=True)
    text = re.sub(r"(warning: RTTI symbol not found|Warning: the current language does not match) .*\n", "", text)
    print(re.sub(r"^#(\d+) *", lambda match: f"#{int(match[1]) - first}".ljust(4), text, flags=re.MULTILINE), end="")
    if shown < len(frames):
        print(f"     ({len(frames) - shown} more, by which the kernel starts the task)")
    elif reason:
        print(f"(gdb finds no more: {reason})")


def frames_from(first):
    """The frames from a level on out to the task's first function; and why they end before that, if they do."""
    frame, frames = gdb.newest_frame(), []
    while frame is not None and len(frames) < FRAMES_MAX:
        if frame.level() >= first:
            frames.append(frame)
        if frame.name() in OUTERMOST:
            return frames, ""
        reason = gdb.frame_stop_reason_string(frame.unwind_stop_reason())
        frame = frame.older()
    return frames, reason


def plumbing(frames):
    """How many of the outermost frames are the kernel's and the library's, between the task's first function and the
    application's. 0 if all are."""
    count = 0
    for frame in reversed(frames):
        if not is_plumbing(frame):
            return count
        count += 1
    return 0


def is_plumbing(frame):
    table = frame.find_sal().symtab
    return table is not None and ("/c++/" in table.fullname() or "/kernel/baton/" in table.fullname())
