#include <algorithm>
#include <baton/core/text.hpp>
#include <charconv>

namespace baton {

namespace {

template <hal::ConsoleStream stream>
void write_to_console(void*, std::string_view text) {
    hal::console_write(stream, text);
}

}  // namespace

TextWriter::TextWriter(hal::ConsoleStream stream)
    : TextWriter(stream == hal::ConsoleStream::output ? write_to_console<hal::ConsoleStream::output>
                                                      : write_to_console<hal::ConsoleStream::error>,
                 nullptr) {}

TextWriter& TextWriter::add(std::string_view text) {
    while (!text.empty()) {
        if (size_ == sizeof(buffer_))
            flush();
        const std::size_t count = std::min(text.size(), sizeof(buffer_) - size_);
        std::copy_n(text.data(), count, buffer_ + size_);
        size_ += count;
        text.remove_prefix(count);
    }
    return *this;
}

TextWriter& TextWriter::add_number(std::uint64_t magnitude, bool negative) {
    char digits[24];
    if (negative)
        add('-');
    // Dividing 64 bits is a long function on a 32-bit target, and hardly ever needed.
    const auto end = magnitude <= UINT32_MAX
                         ? std::to_chars(digits, digits + sizeof(digits), static_cast<std::uint32_t>(magnitude)).ptr
                         : std::to_chars(digits, digits + sizeof(digits), magnitude).ptr;
    return add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

TextWriter& TextWriter::add_microseconds(std::int64_t microseconds) {
    const bool negative = microseconds < 0;
    const auto magnitude =
        negative ? 0 - static_cast<std::uint64_t>(microseconds) : static_cast<std::uint64_t>(microseconds);
    const auto fraction = static_cast<std::uint32_t>(magnitude % 1000);
    add_number(magnitude / 1000, negative).add('.');
    const char decimals[] = {static_cast<char>('0' + fraction / 100), static_cast<char>('0' + fraction / 10 % 10),
                             static_cast<char>('0' + fraction % 10)};
    return add(std::string_view(decimals, sizeof(decimals))).add(" ms");
}

TextWriter& TextWriter::pad(std::size_t start, std::size_t width) {
    while (column() < start + width)
        add(' ');
    return *this;
}

void TextWriter::flush() {
    if (size_ > 0)
        sink_(argument_, {buffer_, size_});
    passed_on_ += size_;
    size_ = 0;
}

}  // namespace baton
