#include "hal/storage.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace baton {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text});
}

// The record's content, or what storage_read() returned instead of a size.
std::string content(std::string_view name) {
    std::array<std::byte, hal::kRecordBytesMax> buffer;
    const int size = hal::storage_read(name, buffer);
    if (size < 0)
        return "(error " + std::to_string(size) + ")";
    return {reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(size)};
}

TEST(HalStorage, what_was_written_is_read) {
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of("signals")));
    EXPECT_EQ(content("contract-a"), "signals");
}

TEST(HalStorage, later_content_replaces_earlier) {
    for (int i = 0; i < 20; ++i) {
        const std::string text = "version " + std::to_string(i * i * i);
        ASSERT_TRUE(hal::storage_write("contract-a", bytes_of(text)));
        EXPECT_EQ(content("contract-a"), text);
    }
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of("short")));
    EXPECT_EQ(content("contract-a"), "short");
}

TEST(HalStorage, records_are_independent) {
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of("1")));
    ASSERT_TRUE(hal::storage_write("contract-b", bytes_of("2")));
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of("3")));
    EXPECT_EQ(content("contract-a"), "3");
    EXPECT_EQ(content("contract-b"), "2");
}

TEST(HalStorage, missing_record_is_minus_one) {
    std::array<std::byte, 4> buffer;
    EXPECT_EQ(hal::storage_read("contract-missing", buffer), -1);
}

TEST(HalStorage, empty_record_is_a_record) {
    ASSERT_TRUE(hal::storage_write("contract-a", {}));
    EXPECT_EQ(content("contract-a"), "");
}

TEST(HalStorage, record_of_any_bytes_and_the_largest_size) {
    std::string text(hal::kRecordBytesMax, '\0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>(i);
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of(text)));
    EXPECT_EQ(content("contract-a"), text);
}

TEST(HalStorage, short_buffer_gets_the_beginning_and_the_size) {
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of("abcdef")));
    std::array<std::byte, 4> buffer{std::byte{'-'}, std::byte{'-'}, std::byte{'-'}, std::byte{'-'}};
    EXPECT_EQ(hal::storage_read("contract-a", std::span{buffer}.first(3)), 6);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(buffer.data()), 4), "abc-");
}

TEST(HalStorage, too_large_content_is_refused_and_the_old_record_stands) {
    ASSERT_TRUE(hal::storage_write("contract-a", bytes_of("old")));
    const std::vector<std::byte> large(hal::kRecordBytesMax + 1);
    EXPECT_FALSE(hal::storage_write("contract-a", large));
    EXPECT_EQ(content("contract-a"), "old");
}

TEST(HalStorage, too_long_name_is_refused) {
    const std::string name(300, 'n');
    EXPECT_FALSE(hal::storage_write(name, bytes_of("x")));
    std::array<std::byte, 4> buffer;
    EXPECT_EQ(hal::storage_read(name, buffer), -1);
}

}  // namespace
}  // namespace baton
