#include <algorithm>
#include <baton/io/file.hpp>
#include <utility>

#include "hal/file.hpp"

namespace baton {

Status FileReader::open(std::string_view name) {
    close();
    size_ = position_ = 0;
    file_ = hal::file_open(name, hal::FileMode::read);
    return file_ < 0 ? Status::closed : Status::ok;
}

void FileReader::close() {
    if (file_ >= 0)
        (void)hal::file_close(std::exchange(file_, -1));
}

Result<char> FileReader::next() {
    if (position_ == size_) {
        const std::ptrdiff_t count = file_ < 0 ? -1 : hal::file_read(file_, buffer_);
        if (count <= 0)
            return Unexpected(count == 0 ? Status::closed : Status::invalid);
        size_ = static_cast<std::size_t>(count);
        position_ = 0;
    }
    return buffer_[position_++];
}

Result<std::string_view> FileReader::read_line(std::span<char> buffer) {
    std::size_t length = 0;
    bool is_too_long = false;
    bool is_return_held = false;  // a '\r', which belongs to the line's end or to its text: the next character tells
    const auto add = [&](char character) {
        if (length < buffer.size())
            buffer[length++] = character;
        else
            is_too_long = true;
    };
    for (bool is_empty = true;; is_empty = false) {
        const auto character = next();
        if (!character && (is_empty || character.error() != Status::closed))
            return Unexpected(character.error());
        if (!character || *character == '\n')
            break;
        if (is_return_held)
            add('\r');
        is_return_held = *character == '\r';
        if (!is_return_held)
            add(*character);
    }
    if (is_too_long)
        return Unexpected(Status::overflow);
    return std::string_view(buffer.data(), length);
}

Status FileWriter::open(std::string_view name, FileStart start) {
    (void)close();
    failed_ = false;
    file_ = hal::file_open(name, start == FileStart::empty ? hal::FileMode::write : hal::FileMode::append);
    return file_ < 0 ? Status::closed : Status::ok;
}

void FileWriter::write(std::string_view text) {
    while (!text.empty()) {
        if (size_ == buffer_.size())
            (void)flush();
        const std::size_t count = std::min(text.size(), buffer_.size() - size_);
        std::copy_n(text.data(), count, buffer_.data() + size_);
        size_ += count;
        text.remove_prefix(count);
    }
}

Status FileWriter::flush() {
    const std::string_view text(buffer_.data(), std::exchange(size_, 0));
    if (!text.empty() && (file_ < 0 || !hal::file_write(file_, text)))
        failed_ = true;
    return status();
}

Status FileWriter::close() {
    (void)flush();
    if (file_ >= 0 && !hal::file_close(std::exchange(file_, -1)))
        failed_ = true;
    return status();
}

}  // namespace baton
