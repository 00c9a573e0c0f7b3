// A stack that is taken from a pool starts without AddressSanitizer's marks: the task that had it before may have
// ended, or been stopped, in the middle of calls. Linked into sanitizer builds only, in front of StackPool::take() (the
// linker's --wrap); a file of its own, because tests of the port alone have no such function.
#include <sanitizer/asan_interface.h>

#include <baton/core/stack_pool.hpp>

extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names, with the compiler's name for StackPool::take()
std::span<std::byte> __real__ZN5baton9StackPool4takeEv(baton::StackPool* pool);
std::span<std::byte> __wrap__ZN5baton9StackPool4takeEv(baton::StackPool* pool);
// NOLINTEND(bugprone-reserved-identifier)
}

std::span<std::byte> __wrap__ZN5baton9StackPool4takeEv(baton::StackPool* pool) {
    const std::span<std::byte> block = __real__ZN5baton9StackPool4takeEv(pool);
    __asan_unpoison_memory_region(block.data(), block.size());
    return block;
}
