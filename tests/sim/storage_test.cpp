// Records as files: what the contract tests cannot see, because it takes a second process or a broken folder.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <baton/io/record.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/machine.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

class Storage : public testing::Test {
  protected:
    Storage() : folder(std::filesystem::temp_directory_path() / ("baton-storage-" + std::to_string(getpid()))) {
        Machine::the().set_storage(folder);
    }
    ~Storage() override { std::filesystem::remove_all(folder); }

    // As long as it is, a record of one letter.
    static Status write(const Record& record, char letter, std::size_t bytes) {
        std::array<std::byte, Record::kBytesMax> content;
        content.fill(static_cast<std::byte>(letter));
        return record.write(std::span(content).first(bytes));
    }

    // The record's letter and length as text, "torn" if it has several letters, or why it cannot be read.
    static std::string read(const Record& record) {
        std::array<std::byte, Record::kBytesMax> buffer;
        const auto content = record.read(buffer);
        if (!content)
            return std::string(to_string(content.error()));
        if (content->empty())
            return "empty";
        const std::byte first = content->front();
        if (!std::ranges::all_of(*content, [first](std::byte byte) { return byte == first; }))
            return "torn";
        return static_cast<char>(first) + std::to_string(content->size());
    }

    std::ptrdiff_t files() const {
        return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
    }

    std::filesystem::path folder;
    Record record{"stock"};
};

TEST_F(Storage, folder_is_made_by_the_first_write) {
    EXPECT_EQ(read(record), "closed");
    EXPECT_FALSE(std::filesystem::exists(folder));
    EXPECT_EQ(write(record, 'a', 3), Status::ok);
    EXPECT_EQ(read(record), "a3");
    EXPECT_TRUE(std::filesystem::exists(folder / "stock"));
}

TEST_F(Storage, replacing_leaves_nothing_behind) {
    for (const char letter : {'a', 'b', 'c'})
        EXPECT_EQ(write(record, letter, Record::kBytesMax), Status::ok);
    EXPECT_EQ(read(record), "c256");
    EXPECT_EQ(write(record, 'd', 0), Status::ok);
    EXPECT_EQ(read(record), "empty");
    EXPECT_EQ(files(), 1);
}

TEST_F(Storage, too_much_is_refused_and_the_old_record_stands) {
    EXPECT_EQ(write(record, 'a', 5), Status::ok);
    const std::array<std::byte, Record::kBytesMax + 1> too_much{};
    EXPECT_EQ(record.write(too_much), Status::invalid);
    EXPECT_EQ(read(record), "a5");
}

TEST_F(Storage, record_larger_than_the_buffer_overflows) {
    EXPECT_EQ(write(record, 'a', 5), Status::ok);
    std::array<std::byte, 4> small;
    EXPECT_EQ(record.read(small).error(), Status::overflow);
    std::ofstream(folder / "stock") << std::string(1'000, 'x');
    EXPECT_EQ(read(record), "overflow") << "a file that somebody else made";
}

TEST_F(Storage, broken_folder_is_no_memory) {
    std::ofstream(folder.string()) << "a file where the folder should be";
    EXPECT_EQ(write(record, 'a', 5), Status::no_memory);
    EXPECT_EQ(read(record), "closed");
}

TEST_F(Storage, reader_sees_the_old_or_the_new_record_while_another_process_writes_and_is_killed) {
    ASSERT_EQ(write(record, 'a', 256), Status::ok);
    for (int round = 0; round < 10; ++round) {
        const pid_t writer = fork();
        if (writer == 0) {
            for (;;) {
                (void)write(record, 'a', 256);
                (void)write(record, 'b', 100);
            }
        }
        ASSERT_GT(writer, 0);
        const auto end = std::chrono::steady_clock::now() + (3ms + round * 100us);
        while (std::chrono::steady_clock::now() < end) {
            const std::string content = read(record);
            EXPECT_TRUE(content == "a256" || content == "b100") << content;
        }
        kill(writer, SIGKILL);
        waitpid(writer, nullptr, 0);
        const std::string content = read(record);
        EXPECT_TRUE(content == "a256" || content == "b100") << content;
    }
}

TEST(RecordDeathTest, bad_names_are_fatal) {
    for (const char* const name :
         {"", ".", "..", ".hidden", "a/b", "../up", "a b", "a\n", "a-name-of-thirty-two-characters-"})
        EXPECT_EXIT(Record{name}, testing::ExitedWithCode(1), "fatal 8: .*Record: bad name") << name;
    for (const char* const name : {"a", "A-b_c.9", "a-name-of-thirty-one-characters"})
        EXPECT_NO_FATAL_FAILURE(Record{name});
}

}  // namespace
}  // namespace baton::sim
