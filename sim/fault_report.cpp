#include "sim/fault_report.hpp"

#include <signal.h>

#include <baton/core/kernel.hpp>
#include <cstdint>
#include <cstdlib>

#include "hal/stack.hpp"

namespace baton::sim {

namespace {

void on_fault(int, siginfo_t* information, void*) {
    const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr);
    const Kernel* const kernel = Kernel::running();
    if (!kernel)
        panic(Fatal::machine_fault, "bad address, with no kernel running");
    const Task& task = kernel->current();
    const auto bottom = reinterpret_cast<std::uintptr_t>(task.stack_limit());
    const bool in_guard = address < bottom && address >= bottom - hal::kGuardBytes;
    panic(in_guard ? Fatal::stack_overflow : Fatal::machine_fault, task.name());
}

}  // namespace

void report_faults() {
    static std::byte signal_stack[64 * 1024];
    stack_t stack{};
    stack.ss_sp = signal_stack;
    stack.ss_size = sizeof(signal_stack);
    struct sigaction action {};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    if (sigaltstack(&stack, nullptr) != 0 || sigaction(SIGSEGV, &action, nullptr) != 0 ||
        sigaction(SIGBUS, &action, nullptr) != 0)
        std::abort();
}

}  // namespace baton::sim
