#include <baton/core/text.hpp>

#include <gtest/gtest.h>

#include <baton/io/print.hpp>
#include <cstdint>
#include <string>

namespace baton {
namespace {

using namespace std::chrono_literals;

// What `write` wrote.
template <class F>
std::string written(F write) {
    testing::internal::CaptureStdout();
    {
        TextWriter out(hal::ConsoleStream::output);
        write(out);
    }
    return testing::internal::GetCapturedStdout();
}

template <class T>
std::string text_of(T value) {
    return written([&](TextWriter& out) { out.add(value); });
}

TEST(TextWriter, long_text_is_not_cut) {
    for (const std::size_t length : {0U, 1U, 79U, 80U, 81U, 160U, 1'000U, 10'000U}) {
        std::string text;
        while (text.size() < length)
            text += static_cast<char>('a' + text.size() % 26);
        EXPECT_EQ(text_of(std::string_view(text)), text);
    }
}

TEST(TextWriter, pieces_stay_in_their_order) {
    std::string expected;
    EXPECT_EQ(written([&](TextWriter& out) {
                  for (int i = 0; i < 200; ++i) {
                      out.add(i).add(' ');
                      expected += std::to_string(i) + " ";
                  }
              }),
              expected);
}

TEST(TextWriter, numbers_of_every_kind_are_whole) {
    EXPECT_EQ(text_of(0), "0");
    EXPECT_EQ(text_of(-1), "-1");
    EXPECT_EQ(text_of(INT32_MIN), "-2147483648");
    EXPECT_EQ(text_of(INT64_MIN), "-9223372036854775808");
    EXPECT_EQ(text_of(INT64_MAX), "9223372036854775807");
    EXPECT_EQ(text_of(UINT64_MAX), "18446744073709551615");
    EXPECT_EQ(text_of(std::uint8_t{200}), "200");
    EXPECT_EQ(text_of(std::int16_t{-5}), "-5");
    EXPECT_EQ(text_of('x'), "x");
    EXPECT_EQ(text_of("text"), "text");
}

TEST(TextWriter, durations_are_milliseconds_with_three_decimals) {
    EXPECT_EQ(text_of(0ns), "0.000 ms");
    EXPECT_EQ(text_of(1'500ms), "1500.000 ms");
    EXPECT_EQ(text_of(1us), "0.001 ms");
    EXPECT_EQ(text_of(999ns), "0.000 ms");
    EXPECT_EQ(text_of(12'345us), "12.345 ms");
    EXPECT_EQ(text_of(2h), "7200000.000 ms");
    EXPECT_EQ(text_of(-1us), "-0.001 ms");
    EXPECT_EQ(text_of(-2'500us), "-2.500 ms");
    EXPECT_EQ(text_of(std::chrono::nanoseconds::max()), "9223372036854.775 ms");
    EXPECT_EQ(text_of(std::chrono::nanoseconds::min()), "-9223372036854.775 ms");
}

TEST(TextWriter, pad_fills_up_to_a_column_and_never_cuts) {
    EXPECT_EQ(written([](TextWriter& out) {
                  out.add("ab").pad(0, 5).add('|').pad(0, 3).add('|');
                  const std::size_t start = out.column();
                  out.add("cd").pad(start, 3).add('|');
              }),
              "ab   ||cd |");
    EXPECT_EQ(written([](TextWriter& out) { out.add("x").pad(0, 200).add("|"); }), "x" + std::string(199, ' ') + "|");
}

TEST(TextWriter, passes_on_at_flush_and_at_its_end) {
    testing::internal::CaptureStdout();
    TextWriter out(hal::ConsoleStream::output);
    out.add("ab");
    out.flush();
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "ab");
    EXPECT_EQ(out.column(), 2U);
}

TEST(Print, colours_are_shown_only_where_wanted) {
    const Coloured text{Colour::red, "stop"};
    set_console_colours(false);
    testing::internal::CaptureStdout();
    println("a ", text, ' ', 1);
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "a stop 1\n");
    set_console_colours(true);
    testing::internal::CaptureStdout();
    print(text);
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "\033[31mstop\033[0m");
    set_console_colours(false);
}

TEST(Print, numbers_stand_to_the_right_and_are_not_cut) {
    const auto text_of = [](std::int64_t number, std::size_t width) {
        testing::internal::CaptureStdout();
        print('[', RightAligned{number, width}, ']');
        return testing::internal::GetCapturedStdout();
    };
    EXPECT_EQ(text_of(0, 3), "[  0]");
    EXPECT_EQ(text_of(42, 3), "[ 42]");
    EXPECT_EQ(text_of(-42, 4), "[ -42]");
    EXPECT_EQ(text_of(100, 3), "[100]");
    EXPECT_EQ(text_of(-100, 3), "[-100]");
    EXPECT_EQ(text_of(5, 0), "[5]");
    EXPECT_EQ(text_of(INT64_MIN, 22), "[  -9223372036854775808]");
}

TEST(Print, errors_go_to_the_error_stream) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    print_error("bad ", 7);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "bad 7\n");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace baton
