// memset() and memcpy() by words: picolibc's, made for small size, go byte by byte, four instructions each, which
// painting a new task's stack feels.
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace {

using Word [[gnu::may_alias]] = std::uintptr_t;

bool is_aligned(const void* address) {
    return reinterpret_cast<std::uintptr_t>(address) % sizeof(Word) == 0;
}

}  // namespace

extern "C" {

void* memset(void* to, int value, std::size_t bytes) {
    const auto byte = static_cast<unsigned char>(value);
    auto* at = static_cast<unsigned char*>(to);
    auto* const end = at + bytes;
    for (; at != end && !is_aligned(at); ++at)
        *at = byte;
    const Word word = UINTPTR_MAX / 0xff * byte;
    for (; static_cast<std::size_t>(end - at) >= sizeof word; at += sizeof word)
        *reinterpret_cast<Word*>(at) = word;
    for (; at != end; ++at)
        *at = byte;
    return to;
}

void* memcpy(void* to, const void* from, std::size_t bytes) {
    auto* at = static_cast<unsigned char*>(to);
    const auto* source = static_cast<const unsigned char*>(from);
    auto* const end = at + bytes;
    if (is_aligned(at) && is_aligned(source))
        for (; static_cast<std::size_t>(end - at) >= sizeof(Word); at += sizeof(Word), source += sizeof(Word))
            *reinterpret_cast<Word*>(at) = *reinterpret_cast<const Word*>(source);
    for (; at != end; ++at, ++source)
        *at = *source;
    return to;
}
}
