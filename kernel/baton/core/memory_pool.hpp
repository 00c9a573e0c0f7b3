// The named memory resource of everything that has no bound of its own: equal blocks from memory that the caller gives.
#pragma once

#include <cstddef>
#include <span>

namespace baton {

// A pool of blocks of one size. Any number of users may share one; what each can have at most is then what the others
// leave. Nothing is ever taken from a heap, and a block that was never used is not touched.
//
// With Config::checks, giving back a block that is not this pool's, was never taken, or is free already, is fatal.
// Context of all functions: task, with the kernel entered or not; also before and after the kernel runs. Blocks: never.
// Yields: no. Cost: O(1). CMSIS-RTOS: osMemoryPool. Zephyr: k_mem_slab.
class MemoryPool {
  public:
    // What a block is aligned to.
    static constexpr std::size_t kAlignment = alignof(std::max_align_t);
    // The size of the blocks of a pool that was asked for blocks of `bytes`.
    static constexpr std::size_t rounded_up(std::size_t bytes) {
        const std::size_t at_least = bytes < sizeof(FreeBlock) ? sizeof(FreeBlock) : bytes;
        return (at_least + kAlignment - 1) / kAlignment * kAlignment;
    }

    // A pool over `memory`, which must outlive it: as many blocks of rounded_up(block_bytes) as fit behind the first
    // address that is aligned. `name`, if given, must outlive the pool. Fatal if block_bytes is 0.
    MemoryPool(std::span<std::byte> memory, std::size_t block_bytes, const char* name = nullptr);
    MemoryPool(const MemoryPool&) = delete;
    MemoryPool& operator=(const MemoryPool&) = delete;

    // A block, or null if all are in use.
    void* take();
    // Gives back what take() returned.
    void give(void* block);

    // block_bytes(), capacity(), in_use(): the blocks' size, how many there are, and how many are in use now.
    std::size_t block_bytes() const { return block_bytes_; }
    std::size_t capacity() const { return capacity_; }
    std::size_t in_use() const { return in_use_; }
    // The most blocks that were ever in use at once: the high-water mark.
    std::size_t in_use_max() const { return in_use_max_; }
    // What reports call it.
    const char* name() const { return name_ ? name_ : "(unnamed)"; }

  private:
    struct FreeBlock {
        FreeBlock* next;
        std::size_t mark;  // says that the block may be free; only with Config::checks
    };

    void check_given(const FreeBlock& block) const;

    const char* name_;
    std::byte* first_;
    std::byte* fresh_;  // the first block that was never used
    FreeBlock* free_ = nullptr;
    std::size_t block_bytes_;
    std::size_t capacity_;
    std::size_t in_use_ = 0;
    std::size_t in_use_max_ = 0;
};

// A pool with its memory inside: `Blocks` blocks of at least `BlockBytes`.
template <std::size_t BlockBytes, std::size_t Blocks>
class StaticMemoryPool : public MemoryPool {
    static_assert(BlockBytes > 0 && Blocks > 0);

  public:
    // `name`, if given, must outlive the pool.
    explicit StaticMemoryPool(const char* name = nullptr) : MemoryPool(memory_, BlockBytes, name) {}

  private:
    alignas(kAlignment) std::byte memory_[rounded_up(BlockBytes) * Blocks];
};

}  // namespace baton
