#include <array>
#include <string>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// A stream at which tasks can wait for readiness alone, as a select does.
template <std::size_t N>
class Watched : public ByteStream<N> {
  public:
    using ByteStream<N>::ByteStream;

    Status wait_readable() {
        const KernelEntry entry;
        return this->is_readable() ? Status::ok : Kernel::wait_for(this->readable(), WaitReason::readable);
    }
    Status wait_writable() {
        const KernelEntry entry;
        return this->is_writable() ? Status::ok : Kernel::wait_for(this->writable(), WaitReason::writable);
    }
};

class Streams : public KernelTest {
  protected:
    // What is read of at most `count` bytes, as text; or the error's name.
    static std::string text(Stream& stream, std::size_t count) {
        std::array<char, 64> buffer;
        return text_of(buffer, stream.read(std::span(buffer).first(count)));
    }
    static std::string text(Stream& stream, std::size_t count, Timeout timeout) {
        std::array<char, 64> buffer;
        return text_of(buffer, stream.read(std::span(buffer).first(count), timeout));
    }
    static std::string try_text(Stream& stream, std::size_t count) {
        std::array<char, 64> buffer;
        return text_of(buffer, stream.try_read(std::span(buffer).first(count)));
    }
    // Everything until the end of the stream.
    static std::string all(Stream& stream) {
        std::string all;
        for (std::string piece = text(stream, 64); !piece.empty(); piece = text(stream, 64))
            all += piece;
        return all;
    }

    // A log entry of text: "task:[abc]".
    void note(const std::string& what) {
        log_text_ += (log_text_.empty() ? "" : " ") + std::string(current().name()) + ":" + what;
    }
    const std::string& notes() const { return log_text_; }

  private:
    static std::string text_of(const std::array<char, 64>& buffer, const Result<std::size_t>& count) {
        return count ? std::string(buffer.data(), *count) : std::string(to_string(count.error()));
    }

    std::string log_text_;
};

::testing::AssertionResult wrote(const WriteResult& result, Status status, std::size_t count) {
    if (result.status == status && result.count == count)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << to_string(result.status) << " after " << result.count << " bytes";
}

TEST_F(Streams, bytes_come_out_in_the_order_in_which_they_went_in) {
    ByteStream<5> stream("wire");
    run([&] {
        EXPECT_EQ(stream.capacity(), 5U);
        std::string in, out;
        for (int round = 0; round < 20; ++round) {  // around the ring's end, at each offset
            const std::string piece(static_cast<std::size_t>(round % 5 + 1), static_cast<char>('a' + round));
            in += piece;
            EXPECT_TRUE(wrote(stream.write(piece), Status::ok, piece.size()));
            EXPECT_EQ(stream.size(), piece.size());
            out += text(stream, 2);
            if (!stream.empty())
                out += text(stream, 64);
        }
        EXPECT_EQ(in, out);
    });
    EXPECT_STREQ(stream.name(), "wire");
}

TEST_F(Streams, read_takes_what_is_there) {
    ByteStream<8> stream;
    run([&] {
        expect_ok(stream.write("abcde"));
        EXPECT_EQ(text(stream, 2), "ab");
        EXPECT_EQ(text(stream, 64), "cde");
        EXPECT_EQ(try_text(stream, 64), "would_block");
        EXPECT_EQ(text(stream, 64, 0ns), "timeout");
        const auto start = Clock::now();
        EXPECT_EQ(text(stream, 64, 5ms), "timeout");
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(text(stream, 64, Clock::now() + 5ms), "timeout");
    });
}

TEST_F(Streams, bytes_need_not_be_text) {
    ByteStream<4> stream;
    run([&] {
        const std::array bytes{std::byte{0}, std::byte{0xff}, std::byte{10}};
        EXPECT_TRUE(wrote(stream.write(bytes), Status::ok, 3));
        std::array<std::byte, 3> read{};
        EXPECT_EQ(stream.read(read), 3U);
        EXPECT_EQ(read, bytes);
    });
}

TEST_F(Streams, nothing_is_read_or_written_at_once) {
    ByteStream<1> stream;
    run([&] {
        EXPECT_EQ(text(stream, 0), "");
        EXPECT_TRUE(wrote(stream.write(""), Status::ok, 0));
        EXPECT_EQ(stream.try_write(""), 0U);
        expect_ok(stream.write("a"));
        EXPECT_TRUE(wrote(stream.write(""), Status::ok, 0));
        EXPECT_EQ(text(stream, 0), "");
        EXPECT_EQ(text(stream, 1), "a");
    });
}

TEST_F(Streams, write_waits_until_everything_is_in) {
    ByteStream<3> stream;
    run([&] {
        spawn("writer", [&] {
            EXPECT_TRUE(wrote(stream.write("abcdefgh"), Status::ok, 8));
            note("done");
        });
        yield();
        EXPECT_TRUE(stream.full());
        note(text(stream, 2));
        EXPECT_TRUE(stream.full()) << "room goes to the waiting writer";
        note(text(stream, 2));
        note(text(stream, 2));  // ef, and gh is in
        yield();
        note(text(stream, 64));
    });
    EXPECT_EQ(notes(), "main:ab main:cd main:ef writer:done main:gh");
}

TEST_F(Streams, large_read_takes_what_waiting_writers_have_left) {
    ByteStream<2> stream;
    run([&] {
        for (const char* words : {"abcde", "fgh"})
            spawn("writer", [&, words] { expect_ok(stream.write(words)); });
        yield();
        EXPECT_EQ(text(stream, 7), "abcdefg");
        EXPECT_EQ(text(stream, 7), "h");
    });
}

TEST_F(Streams, timed_write_says_how_much_it_wrote) {
    ByteStream<3> stream;
    run([&] {
        EXPECT_TRUE(wrote(stream.write("abcde", 0ns), Status::timeout, 3));
        EXPECT_TRUE(wrote(stream.write("x", 0ns), Status::timeout, 0));
        const auto start = Clock::now();
        EXPECT_TRUE(wrote(stream.write("x", 5ms), Status::timeout, 0));
        EXPECT_TRUE(took(start, 5ms));
        spawn("reader", [&] {
            sleep_for(1ms);
            note(text(stream, 2));
        });
        EXPECT_TRUE(wrote(stream.write("vwxyz", 5ms), Status::timeout, 2));
        note(text(stream, 64));
        EXPECT_TRUE(wrote(stream.write("ok", 5ms), Status::ok, 2));
    });
    EXPECT_EQ(notes(), "reader:ab main:cvw");
}

TEST_F(Streams, try_write_takes_what_there_is_room_for) {
    ByteStream<3> stream;
    run([&] {
        EXPECT_EQ(stream.try_write("ab"), 2U);
        EXPECT_EQ(stream.try_write("cd"), 1U);
        EXPECT_EQ(stream.try_write("d").error(), Status::would_block);
        EXPECT_EQ(text(stream, 64), "abc");
        stream.close();
        EXPECT_EQ(stream.try_write("d").error(), Status::closed);
    });
}

TEST_F(Streams, bytes_go_straight_to_waiting_readers_in_order) {
    ByteStream<4> stream;
    run([&] {
        for (const char* name : {"a", "b", "c"})
            spawn(name, [&] { note(text(stream, 2)); });
        spawn(at_level("high", kHigh), [&] { note(text(stream, 3)); });
        sleep_for(1ms);
        expect_ok(stream.write("123456"));
        EXPECT_TRUE(stream.empty());
        EXPECT_EQ(try_text(stream, 64), "would_block") << "nobody barges";
        yield();
        expect_ok(stream.write("789"));
        note(text(stream, 64));
    });
    EXPECT_EQ(notes(), "high:123 a:45 b:6 main:9 c:78");
}

TEST_F(Streams, reader_that_timed_out_gets_nothing_later) {
    ByteStream<4> stream;
    run([&] {
        spawn("a", [&] { note(text(stream, 2, 5ms)); });
        spawn("b", [&] { note(text(stream, 2, 1h)); });
        sleep_for(10ms);
        expect_ok(stream.write("1"));
    });
    EXPECT_EQ(notes(), "a:timeout b:1");
}

TEST_F(Streams, bytes_of_one_write_stay_together) {
    ByteStream<2> stream;
    std::string read;
    run([&] {
        spawn("a", [&] { expect_ok(stream.write("aaaaaaa")); });
        spawn("b", [&] { expect_ok(stream.write("bbbbb")); });
        yield();
        spawn(at_level("high", kHigh), [&] { expect_ok(stream.write("hhhh")); });  // comes when a has begun
        yield();
        for (int i = 0; i < 16; ++i) {
            read += text(stream, 1);
            if (i % 3 == 0)
                yield();
        }
    });
    EXPECT_EQ(read, "aaaaaaahhhhbbbbb");
}

TEST_F(Streams, writer_that_gave_up_half_way_leaves_its_place) {
    ByteStream<2> stream;
    run([&] {
        spawn("a", [&] { EXPECT_TRUE(wrote(stream.write("aaaa", 5ms), Status::timeout, 2)); });
        spawn("b", [&] { EXPECT_TRUE(wrote(stream.write("bb"), Status::ok, 2)); });
        sleep_for(10ms);
        EXPECT_EQ(text(stream, 1), "a");
        EXPECT_EQ(text(stream, 3), "abb");
    });
}

TEST_F(Streams, cancelled_calls_leave_their_places_and_say_what_they_wrote) {
    ByteStream<2> full;
    ByteStream<2> empty;
    run([&] {
        const auto writer = spawn("writer", [&] { EXPECT_TRUE(wrote(full.write("abcd"), Status::cancelled, 2)); });
        const auto reader = spawn("reader", [&] { note(text(empty, 2)); });
        spawn("next", [&] { note(text(empty, 2)); });
        yield();
        expect_ok(writer->cancel());
        expect_ok(reader->cancel());
        yield();
        expect_ok(empty.write("x"));
        EXPECT_EQ(text(full, 64), "ab");
        EXPECT_EQ(try_text(full, 64), "would_block");
    });
    EXPECT_EQ(notes(), "reader:cancelled next:x");
}

TEST_F(Streams, writer_that_was_terminated_half_way_leaves_its_place) {
    ByteStream<2> stream;
    run([&] {
        const auto writer = spawn("writer", [&] { (void)stream.write("abcd"); });
        spawn("next", [&] { expect_ok(stream.write("ef")); });
        yield();
        expect_ok(writer->terminate());
        EXPECT_EQ(text(stream, 64), "abef");
    });
}

// --- Closing --------------------------------------------------------------------------------------------------------

TEST_F(Streams, closed_stream_drains_and_then_ends) {
    ByteStream<4> stream;
    run([&] {
        expect_ok(stream.write("abc"));
        stream.close();
        stream.close();
        EXPECT_TRUE(stream.is_closed());
        EXPECT_TRUE(wrote(stream.write("d"), Status::closed, 0));
        EXPECT_TRUE(wrote(stream.write("d", 1h), Status::closed, 0));
        EXPECT_EQ(text(stream, 2), "ab");
        EXPECT_EQ(text(stream, 2), "c");
        for (int i = 0; i < 2; ++i) {
            EXPECT_EQ(text(stream, 2), "");
            EXPECT_EQ(text(stream, 2, 1h), "");
            EXPECT_EQ(try_text(stream, 2), "");
        }
    });
}

TEST_F(Streams, close_wakes_waiting_readers_with_the_end) {
    ByteStream<4> stream;
    run([&] {
        spawn("a", [&] { note("[" + text(stream, 2) + "]"); });
        spawn("b", [&] { note("[" + text(stream, 2, 1h) + "]"); });
        yield();
        stream.close();
    });
    EXPECT_EQ(notes(), "a:[] b:[]");
}

TEST_F(Streams, close_refuses_what_waiting_writers_have_left) {
    ByteStream<2> stream;
    run([&] {
        spawn("a", [&] { EXPECT_TRUE(wrote(stream.write("1234"), Status::closed, 2)); });
        spawn("b", [&] { EXPECT_TRUE(wrote(stream.write("56", 1h), Status::closed, 0)); });
        yield();
        stream.close();
        EXPECT_EQ(all(stream), "12");
    });
}

TEST_F(Streams, many_bytes_pass_unchanged) {
    ByteStream<7> stream;
    constexpr std::size_t kBytes = 5000;
    std::size_t wrong = 0;
    std::size_t received = 0;
    run([&] {
        spawn("reader", [&] {
            Random random(2);
            std::array<std::byte, 20> buffer;
            for (;;) {
                const std::size_t count =
                    stream.read(std::span(buffer).first(static_cast<std::size_t>(random.below(20)) + 1)).value();
                if (count == 0)
                    return;
                for (std::size_t i = 0; i < count; ++i)
                    wrong += buffer[i] != static_cast<std::byte>(received++ % 251);
            }
        });
        Random random(1);
        std::array<std::byte, 20> buffer;
        for (std::size_t sent = 0; sent < kBytes;) {
            const std::size_t count = std::min<std::size_t>(random.below(20) + 1, kBytes - sent);
            for (std::size_t i = 0; i < count; ++i)
                buffer[i] = static_cast<std::byte>(sent++ % 251);
            expect_ok(stream.write(std::span(buffer).first(count)));
            if (random.below(4) == 0)
                yield();
        }
        stream.close();
    });
    EXPECT_EQ(wrong, 0U);
    EXPECT_EQ(received, kBytes);
}

// --- Readiness ------------------------------------------------------------------------------------------------------

TEST_F(Streams, readiness_is_what_a_call_would_find) {
    ByteStream<2> stream;
    run([&] {
        EXPECT_FALSE(stream.is_readable());
        EXPECT_TRUE(stream.is_writable());
        expect_ok(stream.write("a"));
        EXPECT_TRUE(stream.is_readable());
        EXPECT_TRUE(stream.is_writable());
        expect_ok(stream.write("b"));
        EXPECT_FALSE(stream.is_writable());
        stream.close();
        EXPECT_TRUE(stream.is_writable()) << "a write would be refused at once";
        EXPECT_EQ(all(stream), "ab");
        EXPECT_TRUE(stream.is_readable()) << "a read would find the end at once";
        EXPECT_FALSE(stream.has_error());
    });
}

TEST_F(Streams, who_waits_for_readiness_is_woken_and_takes_nothing) {
    Watched<4> stream;
    run([&] {
        spawn("watcher", [&] {
            log(stream.wait_readable());
            log(static_cast<long>(stream.size()));
        });
        spawn("second", [&] { log(stream.wait_readable()); });
        yield();
        expect_ok(stream.write("abc"));
        yield();
        EXPECT_EQ(text(stream, 64), "abc");

        expect_ok(stream.write("abcd"));
        spawn("writable", [&] { log(stream.wait_writable()); });
        yield();
        log(static_cast<long>(stream.size()));
        EXPECT_EQ(text(stream, 1), "a");
        yield();
        log();
    });
    EXPECT_EQ(trace(), "watcher:ok watcher=3 second:ok main=4 writable:ok main");
}

TEST_F(Streams, who_waits_for_readiness_is_not_woken_for_bytes_that_others_took) {
    Watched<4> stream;
    run([&] {
        spawn("reader", [&] { note(text(stream, 3)); });
        spawn("watcher", [&] {
            expect_ok(stream.wait_readable());
            note("woken");
        });
        yield();
        expect_ok(stream.write("abc"));
        yield();
        note("more");
        expect_ok(stream.write("d"));
        yield();
        note("end");
    });
    EXPECT_EQ(notes(), "reader:abc main:more watcher:woken main:end");
}

TEST_F(Streams, room_is_not_announced_while_a_writer_takes_it_all) {
    Watched<2> stream;
    run([&] {
        expect_ok(stream.write("ab"));
        spawn("writer", [&] { expect_ok(stream.write("cd")); });
        spawn("watcher", [&] {
            expect_ok(stream.wait_writable());
            note("woken");
        });
        yield();
        note(text(stream, 2));
        yield();
        note(text(stream, 1));
        yield();
        note("end");
    });
    EXPECT_EQ(notes(), "main:ab main:c watcher:woken main:end");
}

TEST_F(Streams, close_wakes_who_waits_for_readiness) {
    Watched<1> empty;
    Watched<1> full;
    run([&] {
        expect_ok(full.write("x"));
        spawn("reading", [&] { log(empty.wait_readable()); });
        spawn("writing", [&] { log(full.wait_writable()); });
        yield();
        empty.close();
        full.close();
    });
    EXPECT_EQ(trace(), "reading:ok writing:ok");
}

}  // namespace
}  // namespace baton::test
