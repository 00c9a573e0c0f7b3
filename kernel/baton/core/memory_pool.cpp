#include <baton/core/kernel.hpp>
#include <baton/core/memory_pool.hpp>
#include <cstdint>
#include <memory>
#include <new>

namespace baton {

namespace {

constexpr std::size_t kFreeMark = 0x4652'4545;  // "FREE"

}  // namespace

MemoryPool::MemoryPool(std::span<std::byte> memory, std::size_t block_bytes, const char* name)
    : name_(name), block_bytes_(rounded_up(block_bytes)) {
    check(block_bytes > 0, Fatal::invalid_argument, "MemoryPool: blocks of no bytes");
    void* aligned = memory.data();
    std::size_t bytes = memory.size();
    if (!std::align(kAlignment, 0, aligned, bytes))
        bytes = 0;
    first_ = static_cast<std::byte*>(aligned);
    fresh_ = first_;
    capacity_ = bytes / block_bytes_;
}

void* MemoryPool::take() {
    const NestedKernelEntry entry;
    if (in_use_ == capacity_)
        return nullptr;
    void* taken = fresh_;
    if (FreeBlock* const block = free_) {
        free_ = block->next;
        block->mark = 0;
        taken = block;
    } else {
        fresh_ += block_bytes_;
    }
    if (++in_use_ > in_use_max_)
        in_use_max_ = in_use_;
    return taken;
}

void MemoryPool::give(void* block) {
    const NestedKernelEntry entry;
    FreeBlock* const freed = static_cast<FreeBlock*>(block);
    if constexpr (kConfig.checks)
        check_given(*freed);
    free_ = new (block) FreeBlock{free_, kFreeMark};
    --in_use_;
}

// A block in use may hold the mark by chance, so that it is only a reason to look closely.
void MemoryPool::check_given(const FreeBlock& block) const {
    const auto offset = reinterpret_cast<std::uintptr_t>(&block) - reinterpret_cast<std::uintptr_t>(first_);
    const auto used = reinterpret_cast<std::uintptr_t>(fresh_) - reinterpret_cast<std::uintptr_t>(first_);
    check(offset < used && offset % block_bytes_ == 0, Fatal::invalid_argument,
          "MemoryPool: a block of another pool was given back");
    if (block.mark != kFreeMark) [[likely]]
        return;
    for (const FreeBlock* free = free_; free; free = free->next)
        check(free != &block, Fatal::invalid_argument, "MemoryPool: a block was given back twice");
}

}  // namespace baton
