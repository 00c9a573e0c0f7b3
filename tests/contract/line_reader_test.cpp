#include <string>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

class Lines : public KernelTest {
  protected:
    // The line in brackets, or the error's name.
    static std::string show(const Result<std::string_view>& line) {
        return line ? "[" + std::string(*line) + "]" : std::string(to_string(line.error()));
    }
};

TEST_F(Lines, lines_come_without_their_ends) {
    ByteStream<64> stream;
    LineReader<8> reader(stream);
    run([&] {
        expect_ok(stream.write("one\ntwo\r\n\n\r\nwith\rin\nlast"));
        stream.close();
        for (const char* line : {"[one]", "[two]", "[]", "[]", "[with\rin]", "[last]", "closed", "closed"})
            EXPECT_EQ(show(reader.read_line()), line);
    });
}

TEST_F(Lines, stream_that_ends_with_a_line_end_has_no_empty_last_line) {
    ByteStream<8> stream;
    LineReader<8> reader(stream);
    run([&] {
        expect_ok(stream.write("one\n"));
        stream.close();
        EXPECT_EQ(show(reader.read_line()), "[one]");
        EXPECT_EQ(show(reader.read_line()), "closed");
    });
}

TEST_F(Lines, longest_line_fits) {
    ByteStream<64> stream;
    LineReader<4> reader(stream);
    run([&] {
        expect_ok(stream.write("1234\n5678\r\n9abc"));
        stream.close();
        for (const char* line : {"[1234]", "[5678]", "[9abc]", "closed"})
            EXPECT_EQ(show(reader.read_line()), line);
    });
}

TEST_F(Lines, line_that_is_too_long_is_an_error_and_the_next_one_is_whole) {
    for (const char* too_long : {"12345", "123456", "1234567", "1234567890123456789", "12345\r", "1234\r5"}) {
        ByteStream<64> stream;
        LineReader<4> reader(stream);
        run([&] {
            expect_ok(stream.write("a\n"));
            expect_ok(stream.write(too_long));
            expect_ok(stream.write("\nb\n"));
            expect_ok(stream.write(too_long));
            stream.close();
            for (const char* line : {"[a]", "overflow", "[b]", "overflow", "closed"})
                EXPECT_EQ(show(reader.read_line()), line) << too_long;
        });
    }
}

TEST_F(Lines, line_that_comes_in_pieces_is_put_together) {
    ByteStream<2> stream;
    LineReader<16> reader(stream);
    run([&] {
        spawn("writer", [&] {
            for (const char* piece : {"a", "bc", "def\ngh", "i", "\n"}) {
                expect_ok(stream.write(piece));
                sleep_for(1ms);
            }
        });
        EXPECT_EQ(show(reader.read_line()), "[abcdef]");
        EXPECT_EQ(show(reader.read_line()), "[ghi]");
    });
}

TEST_F(Lines, what_there_is_of_a_line_outlasts_a_timeout) {
    ByteStream<16> stream;
    LineReader<16> reader(stream);
    run([&] {
        expect_ok(stream.write("ab"));
        EXPECT_EQ(show(reader.try_read_line()), "would_block");
        spawn("writer", [&] {
            for (int i = 0; i < 6; ++i) {  // keeps the reader busy past its deadline
                sleep_for(2ms);
                expect_ok(stream.write("."));
            }
            expect_ok(stream.write("\n"));
        });
        const auto start = Clock::now();
        EXPECT_EQ(show(reader.read_line(5ms)), "timeout");
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(show(reader.read_line(1h)), "[ab......]");
        EXPECT_EQ(show(reader.read_line(0ns)), "timeout");
        expect_ok(stream.write("x\n"));
        EXPECT_EQ(show(reader.try_read_line()), "[x]");
    });
}

}  // namespace
}  // namespace baton::test
