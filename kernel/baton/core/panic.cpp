#include <baton/core/kernel.hpp>
#include <baton/core/panic.hpp>
#include <baton/core/text.hpp>

#include "hal/interrupts.hpp"
#include "hal/stop.hpp"

namespace baton {

std::string_view to_string(Fatal code) {
    switch (code) {
        case Fatal::all_blocked: return "every task is blocked for ever";
        case Fatal::stack_overflow: return "stack overflow";
        case Fatal::no_kernel: return "no kernel is running";
        case Fatal::in_interrupt: return "not allowed in an interrupt";
        case Fatal::not_owner: return "unlock by a task that does not hold the lock";
        case Fatal::lock_deadlock: return "lock would wait for ever";
        case Fatal::lock_owner_dead: return "the lock's owner ended while it held it";
        case Fatal::invalid_argument: return "invalid argument";
        case Fatal::object_in_use: return "object destroyed while it is in use";
        case Fatal::no_memory: return "no memory";
        case Fatal::bad_result: return "there is no result";
        case Fatal::bad_state: return "impossible change of a task's state";
        case Fatal::corrupt: return "the kernel's data is damaged";
        case Fatal::machine_fault: return "machine fault";
        case Fatal::unexpected_status: return "a call that must succeed did not";
    }
    return "?";
}

namespace {

TextWriter& add_task(TextWriter& out, const Task& task) {
    return out.add(task.name()).add('#').add(task.id());
}

// What a blocked task waits for: one line of the wait-for graph.
void add_wait(TextWriter& out, const Task& task) {
    out.add("  waits for ");
    if (task.is_suspended() && task.waits_for().empty() && task.wait_deadline() == hal::kNoAlarm) {
        out.add("resume()");
        return;
    }
    const std::span<const WaitNode> nodes = task.waits_for();
    if (nodes.empty())
        out.add("a sleep to end");
    for (const WaitNode& node : nodes) {
        out.add(&node == nodes.data() ? "" : ", or ").add(to_string(node.reason)).add(' ');
        if (node.reason == WaitReason::join) {
            add_task(out, static_cast<const Task&>(*node.object));
            continue;
        }
        out.add('\'').add(node.object->name()).add('\'');
        if (is_for_lock(node.reason))
            if (const Task* const owner = static_cast<const LockObject&>(*node.object).owner())
                add_task(out.add(", held by "), *owner);
    }
    if (const std::int64_t deadline = task.wait_deadline(); deadline != hal::kNoAlarm)
        out.add(", until ").add(Duration(deadline));
    if (task.is_suspended())
        out.add(", suspended");
}

// "deadlock: a#1 wants 'left', held by b#2, which wants 'right', held by a#1"
void add_circle(TextWriter& out, const Task& start, const LockObject& lock) {
    add_task(out.add("deadlock: "), start);
    const LockObject* wanted = &lock;
    for (;;) {
        const Task* const owner = wanted->owner();
        out.add(" wants '").add(wanted->name()).add("', held by ");
        if (!owner)
            break;
        add_task(out, *owner);
        const std::span<const WaitNode> nodes = owner->waits_for();
        if (owner == &start || nodes.size() != 1 || !is_for_lock(nodes[0].reason))
            break;
        out.add(", which");
        wanted = static_cast<const LockObject*>(nodes[0].object);
    }
    out.add('\n');
}

void add_task_line(TextWriter& out, const Task& task) {
    const std::size_t start = out.column();
    add_task(out.add("  "), task).pad(start, 20);
    out.add("  ").add(to_string(task.state()));
    out.pad(start, 31).add("level ").add(task.level());
    out.pad(start, 41).add("stack ").add(task.stack_used()).add(" of ").add(task.stack().size());
    if (task.state() == TaskState::blocked)
        add_wait(out.pad(start, 66), task);
    out.add('\n');
}

}  // namespace

void LockObject::explain_deadlock() const {
    const NestedKernelEntry no_preemption;
    TextWriter out(hal::ConsoleStream::error);
    add_circle(out, this_kernel().current(), *this);
}

namespace {

[[noreturn]] void report(Fatal code, std::string_view detail, bool in_interrupt) {
    static bool reporting = false;
    if (reporting)
        hal::stop(1);  // a check failed while the report was written
    reporting = true;
    {
        TextWriter out(hal::ConsoleStream::error);
        out.add("baton: fatal ").add(static_cast<unsigned>(code)).add(": ").add(to_string(code));
        out.add(": ").add(detail).add('\n');
        out.flush();  // what comes next looks at data that may be damaged
        if (Kernel* const kernel = Kernel::running()) {
            out.add("at ").add(Clock::now().time_since_epoch()).add(in_interrupt ? ", in an interrupt" : "");
            out.add(", policy ").add(kernel->policy().name).add(", tasks:\n");
            for (const Task* task = kernel->first_alive(); task; task = Kernel::next_alive(*task))
                add_task_line(out, *task);
            if (const std::uint32_t lost = kernel->inbox().lost())
                out.add("lost interrupt messages: ").add(lost).add('\n');
        }
    }
    hal::stop(1);
}

}  // namespace

void panic(Fatal code, std::string_view detail) {
    report(code, detail, hal::in_interrupt());
}

}  // namespace baton

// A task whose stack pointer stands below its stack has stepped over the guard, and stopped at what came next.
void baton::hal::report_fault(MachineFault fault, const void* stack_pointer) {
    const auto code = [&](bool is_overflow) { return is_overflow ? Fatal::stack_overflow : Fatal::machine_fault; };
    const bool is_overflow = fault == MachineFault::stack_overflow;
    if (!stack_pointer)
        report(code(is_overflow), "an interrupt handler", true);
    const Kernel* const kernel = Kernel::running();
    if (!kernel)
        report(code(is_overflow), "no task", false);
    const Task& task = kernel->current();
    report(code(is_overflow || stack_pointer < task.stack_limit()), task.name(), false);
}
