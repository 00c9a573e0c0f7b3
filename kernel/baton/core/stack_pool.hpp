// The named memory resource of spawn(): equal blocks, each a stack and the task that runs on it.
#pragma once

#include <cstddef>
#include <span>

namespace baton {

// A pool of blocks carved from memory that the caller supplies. Taking and giving back are O(1); a block that was
// never used is not touched, so that a large pool costs nothing on the host until it is needed.
class StackPool {
  public:
    // A pool without blocks: every spawn() says no_memory.
    constexpr StackPool() = default;

    // A pool over `memory`, in blocks of `block_bytes` (rounded down to the machine's stack alignment).
    StackPool(std::span<std::byte> memory, std::size_t block_bytes);

    StackPool(const StackPool&) = delete;
    StackPool& operator=(const StackPool&) = delete;

    // The part of a block that may be used (its lowest addresses may be a guard), or an empty span if all blocks are
    // in use. Context: task. O(1).
    std::span<std::byte> take();

    // Gives back what take() returned. Context: task. O(1).
    void give(std::span<std::byte> usable);

    // The size of a block. Context: any.
    std::size_t block_bytes() const { return block_bytes_; }
    // How many blocks there are. Context: any.
    std::size_t capacity() const { return capacity_; }
    // How many of them are in use. Context: any.
    std::size_t in_use() const { return in_use_; }

  private:
    struct FreeBlock {
        FreeBlock* next;
        std::byte* usable;  // its lowest address that may be used
    };

    std::byte* fresh_ = nullptr;  // the first block that was never used
    std::byte* end_ = nullptr;
    FreeBlock* free_ = nullptr;  // blocks that came back; the link stands at the block's end, which is warm
    std::size_t block_bytes_ = 0;
    std::size_t capacity_ = 0;
    std::size_t in_use_ = 0;
};

}  // namespace baton
