#include "hal/file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace baton {
namespace {

constexpr std::string_view kName = "hal_contract_file.txt";

bool write_file(hal::FileMode mode, std::string_view text) {
    const int file = hal::file_open(kName, mode);
    const bool written = file >= 0 && hal::file_write(file, text);
    return file >= 0 && hal::file_close(file) && written;
}

// The file's content, read in pieces of a size that its length is no multiple of.
std::string content() {
    const int file = hal::file_open(kName, hal::FileMode::read);
    if (file < 0)
        return "(cannot be opened)";
    std::string text;
    std::array<char, 7> piece;
    std::ptrdiff_t count = 0;
    while ((count = hal::file_read(file, piece)) > 0)
        text.append(piece.data(), static_cast<std::size_t>(count));
    if (count < 0)
        text += "(cannot be read)";
    EXPECT_EQ(hal::file_read(file, piece), count) << "the end stays the end";
    EXPECT_TRUE(hal::file_close(file));
    return text;
}

TEST(HalFile, what_was_written_is_read) {
    ASSERT_TRUE(write_file(hal::FileMode::write, "two\nlines and a half"));
    EXPECT_EQ(content(), "two\nlines and a half");
}

TEST(HalFile, writing_starts_with_an_empty_file) {
    ASSERT_TRUE(write_file(hal::FileMode::write, "long content of earlier times"));
    ASSERT_TRUE(write_file(hal::FileMode::write, "new"));
    EXPECT_EQ(content(), "new");
    ASSERT_TRUE(write_file(hal::FileMode::write, ""));
    EXPECT_EQ(content(), "");
}

TEST(HalFile, appending_goes_on_at_the_end) {
    ASSERT_TRUE(write_file(hal::FileMode::write, "one\n"));
    ASSERT_TRUE(write_file(hal::FileMode::append, "two\n"));
    ASSERT_TRUE(write_file(hal::FileMode::append, "three\n"));
    EXPECT_EQ(content(), "one\ntwo\nthree\n");
}

TEST(HalFile, text_of_any_bytes_stays_as_it_is) {
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += static_cast<char>(i * 7);
    text += "\r\n\n\r";
    ASSERT_TRUE(write_file(hal::FileMode::write, text));
    EXPECT_EQ(content(), text);
}

TEST(HalFile, two_files_are_open_at_once) {
    ASSERT_TRUE(write_file(hal::FileMode::write, "abc"));
    const int reader = hal::file_open(kName, hal::FileMode::read);
    const int other = hal::file_open("hal_contract_other.txt", hal::FileMode::write);
    ASSERT_GE(reader, 0);
    ASSERT_GE(other, 0);
    EXPECT_NE(reader, other);
    std::array<char, 2> piece;
    EXPECT_EQ(hal::file_read(reader, piece), 2);
    EXPECT_TRUE(hal::file_write(other, "xyz"));
    EXPECT_EQ(hal::file_read(reader, piece), 1);
    EXPECT_EQ(piece[0], 'c');
    EXPECT_TRUE(hal::file_close(other));
    EXPECT_TRUE(hal::file_close(reader));
}

TEST(HalFile, missing_file_cannot_be_read) {
    EXPECT_EQ(hal::file_open("hal_contract_missing/file.txt", hal::FileMode::read), -1);
}

TEST(HalFile, file_in_a_missing_folder_cannot_be_written) {
    EXPECT_EQ(hal::file_open("hal_contract_missing/file.txt", hal::FileMode::write), -1);
    EXPECT_EQ(hal::file_open("hal_contract_missing/file.txt", hal::FileMode::append), -1);
}

TEST(HalFile, name_that_is_empty_or_too_long_is_refused) {
    EXPECT_EQ(hal::file_open("", hal::FileMode::read), -1);
    EXPECT_EQ(hal::file_open("", hal::FileMode::write), -1);
    EXPECT_EQ(hal::file_open(std::string(hal::kFileNameMax + 1, 'n'), hal::FileMode::write), -1);
}

}  // namespace
}  // namespace baton
