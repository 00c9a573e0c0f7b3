#include <algorithm>
#include <baton/io/line_reader.hpp>

namespace baton {

Result<std::string_view> BasicLineReader::read_line(Timeout timeout) {
    const Timeout deadline{Clock::time_point(Duration(timeout.deadline()))};  // of all the reads together
    std::size_t searched = begin_;
    for (;;) {
        const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(searched);
        const auto to = buffer_.begin() + static_cast<std::ptrdiff_t>(end_);
        if (const auto newline = std::find(from, to, '\n'); newline != to) {
            const auto position = static_cast<std::size_t>(newline - buffer_.begin());
            if (!skipping_)
                return take_line(position, position + 1);
            skipping_ = false;
            searched = begin_ = position + 1;
            continue;
        }
        if (skipping_)
            begin_ = end_;
        if (end_ - begin_ == buffer_.size()) {
            begin_ = end_;
            skipping_ = true;
            return Unexpected(Status::overflow);
        }
        const Result<std::size_t> count = read_more(deadline);
        if (!count)
            return Unexpected(count.error());
        if (*count == 0)
            return take_last_line();
        searched = end_ - *count;
    }
}

Result<std::string_view> BasicLineReader::try_read_line() {
    auto line = read_line(Duration(0));
    if (!line && line.error() == Status::timeout)
        line.error() = Status::would_block;
    return line;
}

Result<std::size_t> BasicLineReader::read_more(Timeout timeout) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
    const Result<std::size_t> count = stream_.read(buffer_.subspan(end_), timeout);
    if (count)
        end_ += *count;
    return count;
}

// The line up to `end`; `next` is where the one after it begins.
Result<std::string_view> BasicLineReader::take_line(std::size_t end, std::size_t next) {
    std::string_view line(&buffer_[begin_], end - begin_);
    begin_ = next;
    if (next > end && line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.size() > buffer_.size() - 2)
        return Unexpected(Status::overflow);
    return line;
}

Result<std::string_view> BasicLineReader::take_last_line() {
    if (skipping_ || begin_ == end_) {
        skipping_ = false;
        return Unexpected(Status::closed);
    }
    return take_line(end_, end_);
}

}  // namespace baton
