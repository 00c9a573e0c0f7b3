#include <baton/core/select_case.hpp>

namespace baton {

namespace {

// Which of the cases that are ready is to go on: each with the same probability. kNone if none is.
std::size_t choose_ready(Kernel& kernel, std::span<SelectCase* const> cases) {
    std::size_t chosen = Selected::kNone;
    std::uint32_t ready = 0;
    for (std::size_t index = 0; index < cases.size(); ++index)
        if (cases[index]->is_ready() && kernel.random().below(++ready) == 0)
            chosen = index;
    return chosen;
}

Selected take(Kernel& kernel, std::span<SelectCase* const> cases, std::size_t index) {
    Decision decision = Decision::stay;
    const Status status = cases[index]->take(decision);
    kernel.act(decision);
    return {index, status};
}

}  // namespace

Selected try_select_among(std::span<SelectCase* const> cases) {
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    const std::size_t ready = choose_ready(kernel, cases);
    return ready == Selected::kNone ? Selected{Selected::kNone, Status::would_block} : take(kernel, cases, ready);
}

Selected select_among(std::span<SelectCase* const> cases, std::span<WaitNode> nodes, Timeout timeout) {
    debug_check(nodes.size() == cases.size(), Fatal::invalid_argument, "select: as many nodes as cases");
    Kernel& kernel = this_kernel();
    const KernelEntry entry;
    if (const std::size_t ready = choose_ready(kernel, cases); ready != Selected::kNone)
        return take(kernel, cases, ready);
    if (timeout.has_passed())
        return {Selected::kNone, Status::timeout};

    Task& task = kernel.current();
    for (std::size_t index = 0; index < cases.size(); ++index) {
        nodes[index] = cases[index]->node(task);
        cases[index]->enlist(nodes[index]);
    }
    Wait wait(task, nodes, timeout.deadline());
    const Status status = kernel.block(wait);
    if (!wait.committed)
        return {Selected::kNone, status == Status::ok ? Status::timeout : status};  // ok: a wait for nothing but time
    const auto index = static_cast<std::size_t>(wait.committed - nodes.data());
    cases[index]->finish(status);
    return {index, status};
}

}  // namespace baton
