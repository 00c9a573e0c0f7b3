// arguments() of hal/machine.hpp: the command line that qemu-run hands over, split into words.
//
// Semihosting knows one string with spaces between the words. toolchain/qemu-run writes a space in a word as `\s`, a
// backslash as `\\` and an empty word as `\e`; another debugger's plain words come through as they are.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "hal/machine.hpp"
#include "hal/semihosting/calls.hpp"
#include "hal/semihosting/error_console.hpp"
#include "hal/stop.hpp"

namespace baton::hal {

namespace {

constexpr std::size_t kCharactersMax = 1024;
constexpr std::size_t kWordsMax = 32;

std::array<char, kCharactersMax> text;
std::array<std::string_view, kWordsMax> words;

[[noreturn]] void refuse(std::string_view why) {
    error_console_write(why);
    stop(2);
}

// The command line, in `text`.
std::string_view read_command_line() {
    struct {
        char* buffer;
        std::size_t bytes;  // in: the buffer's; out: the text's
    } parameters{text.data(), text.size()};
    if (semihosting(SemihostingCall::command_line, &parameters) != 0)
        refuse("baton: the command line is longer than 1023 characters\n");
    return std::string_view{text.data()};
}

// Decodes `word` in place.
std::string_view decode(std::string_view word) {
    char* const begin = text.data() + (word.data() - text.data());
    char* end = begin;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] != '\\' || i + 1 == word.size()) {
            *end++ = word[i];
            continue;
        }
        ++i;
        if (word[i] != 'e')
            *end++ = word[i] == 's' ? ' ' : word[i];
    }
    return {begin, static_cast<std::size_t>(end - begin)};
}

// Splits the command line into `words`; returns how many there are.
std::size_t split(std::string_view line) {
    std::size_t count = 0;
    for (;;) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (line.empty())
            return count;
        if (count == words.size())
            refuse("baton: the command line has more than 31 words\n");
        const std::string_view word = line.substr(0, line.find(' '));
        line.remove_prefix(word.size());
        words[count++] = decode(word);
    }
}

}  // namespace

std::span<const std::string_view> arguments() {
    static const std::size_t count = split(read_command_line());
    // The first word is the program's name.
    return std::span{words}.first(count).subspan(count == 0 ? 0 : 1);
}

}  // namespace baton::hal
