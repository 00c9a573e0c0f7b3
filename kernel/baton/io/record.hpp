// Small persistent records.
#pragma once

#include <baton/core/status.hpp>
#include <cstddef>
#include <span>
#include <string_view>

namespace baton {

// A named record of at most kBytesMax bytes that outlives the run: a file on the host, a flash-like store on a target.
// Writing is atomic: whoever reads, also after the process was killed (host) or the power was cut (target) at any
// instant, finds the old content or the new. Tasks may use the store at the same time; they take turns.
class Record {
  public:
    static constexpr std::size_t kBytesMax = 256;  // of one record

    // `name`: letters, digits, '_', '-' and '.', at most 31, not starting with '.'. It must outlive the object.
    explicit Record(std::string_view name);

    // Reads the record into `buffer` and returns the part that was filled.
    // Context: task. Blocks: while another task uses the store. Yields: if it blocks.
    // Errors: closed if there is no such record; overflow if it is larger than `buffer`.
    Result<std::span<std::byte>> read(std::span<std::byte> buffer) const;

    // Replaces the record. Context: task. Blocks: while another task uses the store. Yields: if it blocks.
    // Errors: invalid if `content` is too large; no_memory if the store is full or broken, the old record then stands.
    Status write(std::span<const std::byte> content) const;

  private:
    std::string_view name_;
};

}  // namespace baton
