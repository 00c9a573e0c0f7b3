#include <gtest/gtest.h>

#include <array>
#include <string>

#include "hal/flash/flash.hpp"
#include "hal/storage.hpp"
#include "tests/contract/hal_flash/test_flash.hpp"

namespace baton {
namespace {

bool write(std::string_view name, std::string_view text) {
    return hal::storage_write(name, std::as_bytes(std::span{text}));
}

std::string read(std::string_view name) {
    std::array<char, hal::kRecordBytesMax> buffer;
    const int size = hal::storage_read(name, std::as_writable_bytes(std::span{buffer}));
    return size < 0 ? "(none)" : std::string{buffer.data(), static_cast<std::size_t>(size)};
}

class FlashStore : public testing::TestWithParam<std::uint32_t> {
  protected:
    void SetUp() override {
        test::cut_power_after(-1);
        test::fill_flash(GetParam());
    }
};

// Cuts the power after 0, 1, 2... steps of `write(name, text)` until it gets through. `before` is the record's content
// until then.
void cut_everywhere(std::string_view name, const std::string& before, std::string_view text) {
    for (int steps = 0;; ++steps) {
        test::cut_power_after(steps);
        const bool written = write(name, text);
        const bool cut = test::power_was_cut();
        test::cut_power_after(-1);
        if (!cut) {
            EXPECT_TRUE(written);
            EXPECT_EQ(read(name), text);
            EXPECT_GT(steps, 100) << "a store that erases and programs fewer words is not the one meant";
            return;
        }
        ASSERT_EQ(read(name), before) << "cut after " << steps;
    }
}

TEST_P(FlashStore, power_cut_at_any_step_leaves_the_old_record) {
    ASSERT_TRUE(write("other", "stands"));
    cut_everywhere("record", "(none)", "first");
    cut_everywhere("record", "first", "second, and longer");
    cut_everywhere("record", "second, and longer", "third");
    EXPECT_EQ(read("other"), "stands");
}

TEST_P(FlashStore, store_goes_on_after_a_power_cut) {
    ASSERT_TRUE(write("record", "old"));
    for (int steps = 0; steps < 200; steps += 7) {
        test::cut_power_after(steps);
        (void)write("record", "lost");
        test::cut_power_after(-1);
        const std::string text = "version " + std::to_string(steps);
        ASSERT_TRUE(write("record", text)) << steps;
        ASSERT_EQ(read("record"), text);
    }
}

TEST_P(FlashStore, full_store_refuses_a_new_name_and_replaces_old_ones) {
    const std::size_t records = hal::flash_sectors() / 2;
    for (std::size_t i = 0; i < records; ++i)
        ASSERT_TRUE(write("record " + std::to_string(i), "x"));
    EXPECT_FALSE(write("one more", "x"));
    EXPECT_EQ(read("one more"), "(none)");
    for (std::size_t i = 0; i < records; ++i)
        EXPECT_TRUE(write("record " + std::to_string(i), "y"));
    EXPECT_EQ(read("record 0"), "y");
}

TEST_P(FlashStore, names_are_compared_whole) {
    ASSERT_TRUE(write("name", "1"));
    ASSERT_TRUE(write("name and more", "2"));
    ASSERT_TRUE(write("", "3"));
    EXPECT_EQ(read("name"), "1");
    EXPECT_EQ(read("name and more"), "2");
    EXPECT_EQ(read(""), "3");
    EXPECT_EQ(read("nam"), "(none)");
}

INSTANTIATE_TEST_SUITE_P(fresh_flash, FlashStore, testing::Values(0U, ~0U, 0x12345678U));

}  // namespace
}  // namespace baton
