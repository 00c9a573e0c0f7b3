#include <baton/core/panic.hpp>
#include <baton/core/stack_pool.hpp>
#include <cstdint>
#include <new>

#include "hal/stack.hpp"

namespace baton {

StackPool::StackPool(std::span<std::byte> memory, std::size_t block_bytes)
    : block_bytes_(block_bytes / hal::kStackAlignment * hal::kStackAlignment) {
    check(block_bytes_ >= sizeof(FreeBlock), Fatal::invalid_argument, "StackPool: block too small");
    const auto begin = reinterpret_cast<std::uintptr_t>(memory.data());
    const std::size_t skipped = (hal::kStackAlignment - begin % hal::kStackAlignment) % hal::kStackAlignment;
    if (memory.size() < skipped)
        return;
    fresh_ = memory.data() + skipped;
    capacity_ = (memory.size() - skipped) / block_bytes_;
    end_ = fresh_ + capacity_ * block_bytes_;
}

std::span<std::byte> StackPool::take() {
    if (free_) {
        const FreeBlock block = *free_;
        std::byte* const end = reinterpret_cast<std::byte*>(free_ + 1);
        free_ = block.next;
        ++in_use_;
        return {block.usable, end};
    }
    if (fresh_ == end_)
        return {};
    const std::span<std::byte> block(fresh_, block_bytes_);
    fresh_ += block_bytes_;
    ++in_use_;
    return block.subspan(hal::stack_protect(block));
}

void StackPool::give(std::span<std::byte> usable) {
    std::byte* const link = usable.data() + usable.size() - sizeof(FreeBlock);
    free_ = new (link) FreeBlock{free_, usable.data()};
    --in_use_;
}

}  // namespace baton
