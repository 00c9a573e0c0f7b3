// Memory for tasks' stacks, with guard pages.
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

#include "hal/machine.hpp"
#include "hal/stack.hpp"

namespace baton::hal {

namespace {

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
    // The blocks of task_memory() that have a guard: the first ones. Pools over it come and go; their guards stay.
    static std::size_t guarded = 0;
    const std::span<std::byte> memory = task_memory();
    if (block.data() < memory.data() || block.data() >= memory.data() + memory.size())
        return 0;
    const auto offset = static_cast<std::size_t>(block.data() - memory.data());
    const std::size_t index = offset / kPooledStackBytes;
    if (offset % kPooledStackBytes != 0 || block.size() != kPooledStackBytes) {
        // A pool with blocks of its own size: guards of an earlier one may lie anywhere in its blocks.
        const std::size_t from = offset / kGuardBytes * kGuardBytes;
        mprotect(memory.data() + from, offset + block.size() - from, PROT_READ | PROT_WRITE);
        return 0;
    }
    if (index > guarded)
        return 0;
    if (index == guarded) {
        if (guarded == kGuardsMax || mprotect(block.data(), kGuardBytes, PROT_NONE) != 0)
            return 0;
        ++guarded;
    }
    return kGuardBytes;
}

}  // namespace baton::hal
