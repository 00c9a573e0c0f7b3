"""What the commands print of tasks and locks."""
from .kernel import object_name, waiters
from .text import NEVER, duration, table, used_of


def tasks(kernel):
    """The line about the kernel and the table of its tasks."""
    on_cpu = kernel.on_cpu()
    rows = [["", "id", "name", "state", "level", "since", "CPU", "stack", "waits for"]]
    rows += [row(task, task is on_cpu) for task in kernel.tasks]
    return f"{headline(kernel)}\n{table(rows)}"


def row(task, is_on_cpu):
    since, cpu = task.since(), task.cpu_time()
    return ["*" if is_on_cpu else "", str(task.id), task.name, task.state(), task.level(),
            "-" if since is None else duration(since), "-" if cpu is None else duration(cpu),
            used_of(task.stack_used(), task.stack()[1]), wait(task)]


def headline(kernel):
    """at 17.457 ms: policy mlfq, 11 tasks, 15 switches"""
    now = kernel.now()
    parts = [f"policy {kernel.policy()}", f"{len(kernel.tasks)} task{'s' * (len(kernel.tasks) != 1)}"]
    if now is not None:
        parts.append(f"{kernel.switches()} switches")
    if kernel.is_in_interrupt():
        parts.append("in an interrupt handler")
    elif all(task.is_blocked() for task in kernel.tasks):
        parts.append("idle")
    return ("" if now is None else f"at {duration(now)}: ") + ", ".join(parts)


def wait(task):
    """lock 'left', held by a#2, until 1.5 s"""
    nodes, deadline = task.nodes(), task.deadline()
    parts = [" or ".join(map(task.describe, nodes))] if nodes else []
    if deadline != NEVER:
        parts.append(("until " if nodes else "sleeps until ") + duration(deadline))
    elif task.state() == "suspended":
        parts.append("resume()")
    return ", ".join(parts)


def locks(kernel):
    """The table of locks that tasks own."""
    labels = {task.address: task.label for task in kernel.tasks}
    rows = [["lock", "owner", "waiters"]]
    rows += [[object_name(pointer, lock), task.label,
              ", ".join(labels.get(waiter, hex(waiter)) for waiter in waiters(lock))]
             for task in kernel.tasks for pointer, lock in task.held_locks()]
    return table(rows) if len(rows) > 1 else "no task owns a lock"


def task_names(kernel):
    return sorted({task.name for task in kernel.tasks} | {"all"})
