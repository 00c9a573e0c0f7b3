#include "sim/stacks.hpp"

#include <signal.h>
#include <sys/mman.h>

#include <baton/core/kernel.hpp>
#include <cstdint>
#include <cstdlib>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::hal {

namespace {

constexpr std::size_t kPageBytes = 4096;
constexpr std::size_t kStacksMax = 1'048'576;
// Each guard splits a mapping in two, and the system allows 65,530 of them. Above, the word that the kernel keeps at
// each stack's end has to do.
constexpr std::size_t kGuardsMax = 30'000;

std::span<std::byte> map_stacks() {
    constexpr std::size_t kBytes = kStacksMax * kPooledStackBytes;
    void* const memory =
        mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED)
        return {};
    return {static_cast<std::byte*>(memory), kBytes};
}

}  // namespace

std::span<std::byte> task_memory() {
    static const std::span<std::byte> memory = map_stacks();
    return memory;
}

std::size_t stack_protect(std::span<std::byte> block) {
    static std::size_t guards = 0;
    const std::span<std::byte> memory = task_memory();
    const bool is_mapped = block.data() >= memory.data() && block.data() < memory.data() + memory.size();
    if (!is_mapped || guards == kGuardsMax || mprotect(block.data(), kPageBytes, PROT_NONE) != 0)
        return 0;
    ++guards;
    return kPageBytes;
}

}  // namespace baton::hal

namespace baton::sim {

namespace {

void on_fault(int, siginfo_t* information, void*) {
    const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr);
    const Kernel* const kernel = Kernel::running();
    if (!kernel)
        panic(Fatal::machine_fault, "bad address, with no kernel running");
    const Task& task = kernel->current();
    const auto bottom = reinterpret_cast<std::uintptr_t>(task.stack().data());
    const bool in_guard = address < bottom && address >= bottom - hal::kPageBytes;
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
