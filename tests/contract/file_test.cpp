// Text files: lines read, text written and appended.
#include <array>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

constexpr std::string_view kName = "kernel_contract_file.txt";
constexpr std::string_view kImpossible = "kernel_contract_missing/file.txt";

class Files : public KernelTest {
  protected:
    static void write(std::string_view text, FileStart start = FileStart::empty) {
        FileWriter writer;
        ASSERT_EQ(writer.open(kName, start), Status::ok);
        writer.write(text);
        ASSERT_EQ(writer.close(), Status::ok);
    }

    // The lines of the file, each in brackets, and how it ended; lines of more than eight characters do not fit.
    static std::string lines() {
        FileReader reader;
        if (const Status status = reader.open(kName); status != Status::ok)
            return std::string(to_string(status));
        std::string all;
        for (;;) {
            std::array<char, 8> buffer;
            const auto line = reader.read_line(buffer);
            if (line)
                all += "[" + std::string(*line) + "]";
            else
                all += to_string(line.error());
            if (!line && line.error() != Status::overflow)
                return all;
        }
    }
};

TEST_F(Files, lines_come_without_their_ends) {
    write("one\ntwo\n\nfour\n");
    EXPECT_EQ(lines(), "[one][two][][four]closed");
}

TEST_F(Files, last_line_needs_no_end) {
    write("one\ntwo");
    EXPECT_EQ(lines(), "[one][two]closed");
}

TEST_F(Files, line_may_end_as_on_windows) {
    write("one\r\n\r\ntwo\r");
    EXPECT_EQ(lines(), "[one][][two]closed");
}

TEST_F(Files, carriage_return_within_a_line_is_text) {
    write("a\rb\r\r\n");
    EXPECT_EQ(lines(), "[a\rb\r]closed");
}

TEST_F(Files, line_that_does_not_fit_is_skipped_to_its_end) {
    write("12345678\n123456789\n12345678\r\nthe longest line of them all\nend");
    EXPECT_EQ(lines(), "[12345678]overflow[12345678]overflow[end]closed");
}

TEST_F(Files, empty_file_has_no_line) {
    write("");
    EXPECT_EQ(lines(), "closed");
}

TEST_F(Files, appended_text_comes_behind_what_was_there) {
    write("one\n");
    write("two\n", FileStart::at_end);
    write("three\n", FileStart::at_end);
    EXPECT_EQ(lines(), "[one][two][three]closed");
    write("new\n");
    EXPECT_EQ(lines(), "[new]closed");
}

TEST_F(Files, text_is_printed_as_to_the_console) {
    FileWriter writer;
    ASSERT_EQ(writer.open(kName), Status::ok);
    writer.println("a=", -7, ' ', 'x');
    writer.print(1500us);
    EXPECT_EQ(writer.close(), Status::ok);
    EXPECT_EQ(lines(), "[a=-7 x][1.500 ms]closed");
}

TEST_F(Files, large_text_is_written_and_read_completely) {
    FileWriter writer;
    ASSERT_EQ(writer.open(kName), Status::ok);
    for (int i = 0; i < 2000; ++i)
        writer.println(i);
    ASSERT_EQ(writer.close(), Status::ok);
    FileReader reader;
    ASSERT_EQ(reader.open(kName), Status::ok);
    std::array<char, 8> buffer;
    for (int i = 0; i < 2000; ++i)
        ASSERT_EQ(reader.read_line(buffer).value_or("?"), std::to_string(i));
    EXPECT_EQ(reader.read_line(buffer).error(), Status::closed);
}

TEST_F(Files, flushed_text_can_be_read_before_the_file_is_closed) {
    FileWriter writer;
    ASSERT_EQ(writer.open(kName), Status::ok);
    writer.println("now");
    EXPECT_EQ(writer.flush(), Status::ok);
    EXPECT_EQ(lines(), "[now]closed");
}

TEST_F(Files, file_that_cannot_be_opened_is_closed) {
    FileReader reader;
    EXPECT_EQ(reader.open(kImpossible), Status::closed);
    std::array<char, 8> buffer;
    EXPECT_EQ(reader.read_line(buffer).error(), Status::invalid);
    FileWriter writer;
    EXPECT_EQ(writer.open(kImpossible), Status::closed);
    writer.write("lost");
    EXPECT_EQ(writer.close(), Status::no_memory);
}

TEST_F(Files, writer_can_be_opened_again_after_a_failure) {
    FileWriter writer;
    writer.write("lost");
    EXPECT_EQ(writer.flush(), Status::no_memory);
    ASSERT_EQ(writer.open(kName), Status::ok);
    EXPECT_EQ(writer.status(), Status::ok);
    writer.write("kept");
    EXPECT_EQ(writer.close(), Status::ok);
    EXPECT_EQ(lines(), "[kept]closed");
}

TEST_F(Files, tasks_read_and_write_files_at_the_same_time) {
    run([&] {
        spawn("writer", [&] {
            FileWriter writer;
            EXPECT_EQ(writer.open(kName), Status::ok);
            for (int i = 0; i < 3; ++i) {
                writer.println(i);
                EXPECT_EQ(writer.flush(), Status::ok);
                yield();
            }
        });
        spawn("reader", [&] {
            FileReader reader;
            EXPECT_EQ(reader.open(kName), Status::ok);
            for (int i = 0; i < 3; ++i) {
                std::array<char, 8> buffer;
                log(std::stol(std::string(reader.read_line(buffer).value_or("-1"))));
                yield();
            }
        });
    });
    EXPECT_EQ(trace(), "reader=0 reader=1 reader=2");
}

}  // namespace
}  // namespace baton::test
