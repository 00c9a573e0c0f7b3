// A stream of bytes as lines of text.
#pragma once

#include <baton/io/stream.hpp>
#include <cstddef>
#include <span>
#include <string_view>

namespace baton {

// What line readers of all lengths share.
class BasicLineReader {
  public:
    BasicLineReader(const BasicLineReader&) = delete;
    BasicLineReader& operator=(const BasicLineReader&) = delete;

    // The next line, without its end ("\n" or "\r\n"); valid until the next call. The last line needs no end.
    // Context: task, one at a time. Blocks: until a line is there. Yields: if it blocks.
    // Errors: cancelled; closed at the end of the stream; overflow if the line is longer than the reader allows:
    // nothing of it is returned, and the next call goes on with the line after it. Python: io.TextIOBase.readline.
    Result<std::string_view> read_line() { return read_line(Timeout::never()); }
    // The same, for a limited time. Errors: also timeout; what there is of the line is kept for the next call.
    Result<std::string_view> read_line(Timeout timeout);
    // The same if a whole line is there now. Blocks: never. Errors: also would_block.
    Result<std::string_view> try_read_line();

  protected:
    // `buffer` has two characters more than the longest line.
    BasicLineReader(Stream& stream, std::span<char> buffer) : stream_(stream), buffer_(buffer) {}
    ~BasicLineReader() = default;

  private:
    Result<std::size_t> read_more(Timeout timeout);
    Result<std::string_view> take_line(std::size_t end, std::size_t next);
    Result<std::string_view> take_last_line();

    Stream& stream_;
    std::span<char> buffer_;
    std::size_t begin_ = 0;  // of what was read and not yet returned
    std::size_t end_ = 0;
    bool skipping_ = false;  // the rest of a line that was too long
};

// Reads lines of at most N characters from `stream`, which nobody else should read: the reader reads ahead.
template <std::size_t N>
class LineReader : public BasicLineReader {
  public:
    // `stream` must outlive the reader.
    explicit LineReader(Stream& stream) : BasicLineReader(stream, characters_) {}

  private:
    char characters_[N + 2];
};

}  // namespace baton
