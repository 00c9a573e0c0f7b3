// Small persistent records, replaced atomically: a file on the host, a flash-like store on a target.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace baton::hal {

// How large a record may be.
inline constexpr std::size_t kRecordBytesMax = 256;

// Reads the record called `name` into `buffer`. Returns its size in bytes (which may exceed buffer.size(): then only
// the beginning was copied), or -1 if there is no such record. Context: task.
[[nodiscard]] int storage_read(std::string_view name, std::span<std::byte> buffer);

// Replaces the record called `name` by `content` (at most kRecordBytesMax bytes). Whoever reads it afterwards, also if
// the program was ended at any instant (on the host: the process was killed; on a target: the power was cut), finds the
// old record or the new one, never a mixture. Returns false if the store is full or broken; the old record then stands.
// Context: task; one at a time.
[[nodiscard]] bool storage_write(std::string_view name, std::span<const std::byte> content);

}  // namespace baton::hal
