// Streams in select(), io::select() and Selector.
#include <array>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// A stream that can fail.
class Fragile final : public Stream {
  public:
    void fail() {
        const KernelEntry entry;
        failed_now_ = true;
        Kernel& kernel = this_kernel();
        kernel.act(wake_on_error(kernel));
    }
    void close() override {}
    bool is_readable() const override { return failed_now_; }
    bool is_writable() const override { return failed_now_; }
    bool has_error() const override { return failed_now_; }

  protected:
    Result<std::size_t> do_read(std::span<std::byte>, Timeout) override { return Unexpected(Status::invalid); }
    WriteResult do_write(std::span<const std::byte>, Timeout) override { return {Status::invalid, 0}; }
    WaitObject& readable() override { return readable_; }
    WaitObject& writable() override { return writable_; }

  private:
    bool failed_now_ = false;
    WaitObject readable_{"fragile"};
    WaitObject writable_{"fragile"};
};

class StreamSelect : public KernelTest {
  protected:
    void fill(ByteStream<4>& stream) { expect_ok(stream.write("1234")); }

    ByteStream<4> a{"a"};
    ByteStream<4> b{"b"};
    Event event;
};

TEST_F(StreamSelect, waits_until_a_stream_can_be_read) {
    run([&] {
        spawn("task", [&] {
            EXPECT_EQ(select(on_set(event), on_readable(a), on_readable(b)), (Selected{2, Status::ok}));
            log_time();
            char text[4];
            EXPECT_EQ(b.try_read(text).value(), 2U) << "nothing was taken";
        });
        sleep_for(1ms);
        expect_ok(b.write("xy"));
    });
    EXPECT_EQ(trace(), "task@1");
}

TEST_F(StreamSelect, waits_until_a_stream_can_be_written) {
    run([&] {
        fill(a);
        spawn("task", [&] {
            EXPECT_EQ(select(on_readable(b), on_writable(a)), (Selected{1, Status::ok}));
            log_time();
        });
        sleep_for(1ms);
        char text[1];
        EXPECT_EQ(a.read(text).value(), 1U);
    });
    EXPECT_EQ(trace(), "task@1");
}

TEST_F(StreamSelect, end_of_a_stream_makes_it_ready) {
    run([&] {
        fill(b);
        spawn("reader", [&] { log(select(on_readable(a)).status); });
        spawn("writer", [&] { log(select(on_writable(b)).status); });
        yield();
        a.close();
        b.close();
        yield();
    });
    EXPECT_EQ(trace(), "reader:ok writer:ok");
}

TEST_F(StreamSelect, error_is_a_case_of_its_own) {
    Fragile fragile;
    run([&] {
        spawn("task", [&] { log("case", static_cast<long>(select(on_readable(a), on_error(fragile)).index)); });
        yield();
        fragile.fail();
        yield();
        const auto ready = io::select(io::kNone, io::kNone, std::array<Stream*, 1>{&fragile}, 0ns);
        EXPECT_EQ(ready.status, Status::ok);
        EXPECT_TRUE(ready.errors.contains(fragile));
    });
    EXPECT_EQ(trace(), "task:case=1");
}

TEST_F(StreamSelect, readers_and_selects_are_served_in_their_order) {
    run([&] {
        char text[2];
        spawn("reader", [&] { log("bytes", static_cast<long>(a.read(text).value())); });
        spawn("select", [&] { log(select(on_readable(a)).status); });
        yield();
        expect_ok(a.write("xy"));
        yield();
        log("first");
        expect_ok(a.write("z"));
        yield();
    });
    EXPECT_EQ(trace(), "reader:bytes=2 main:first select:ok");
}

TEST_F(StreamSelect, three_lists_say_all_that_is_ready) {
    run([&] {
        fill(b);
        const std::array<Stream*, 2> readers{&a, &b};
        const std::array<Stream*, 2> writers{&a, &b};
        const auto ready = io::select(readers, writers, io::kNone);
        EXPECT_EQ(ready.status, Status::ok);
        EXPECT_EQ(ready.readers.count, 1U);
        EXPECT_TRUE(ready.readers.contains(b));
        EXPECT_EQ(ready.writers.count, 1U);
        EXPECT_TRUE(ready.writers.contains(a));
    });
}

TEST_F(StreamSelect, three_lists_wait_and_give_up) {
    run([&] {
        const std::array<Stream*, 2> readers{&a, &b};
        EXPECT_EQ(io::select(readers, io::kNone, io::kNone, 2ms).status, Status::timeout);
        log_time();
        EXPECT_EQ(io::select(io::kNone, io::kNone, io::kNone, 1ms).status, Status::timeout);
        log_time();
        spawn("writer", [&] {
            sleep_for(1ms);
            expect_ok(a.write("x"));
        });
        const auto ready = io::select(readers, io::kNone, io::kNone, 1h);
        EXPECT_TRUE(ready.readers.contains(a));
        EXPECT_FALSE(ready.readers.contains(b));
        log_time();
    });
    EXPECT_EQ(trace(), "main@2 main@3 main@4");
}

// --- Selector -------------------------------------------------------------------------------------------------------

class SelectorTest : public StreamSelect {
  protected:
    Selector<2> selector;
    std::array<SelectorKey, 2> ready;
    int tag_a = 1;
    int tag_b = 2;
};

TEST_F(SelectorTest, gives_back_stream_events_and_data) {
    run([&] {
        EXPECT_EQ(selector.register_stream(a, StreamEvents::read | StreamEvents::write, &tag_a), Status::ok);
        EXPECT_EQ(selector.register_stream(b, StreamEvents::read, &tag_b), Status::ok);
        EXPECT_EQ(selector.select(ready).value(), 1U);
        EXPECT_EQ(ready[0].stream, &a);
        EXPECT_EQ(ready[0].events, StreamEvents::write);
        EXPECT_EQ(ready[0].data, &tag_a);
        fill(a);
        expect_ok(b.write("x"));
        EXPECT_EQ(selector.select(ready).value(), 2U);
        EXPECT_EQ(ready[0].events, StreamEvents::read);
        EXPECT_EQ(ready[1].data, &tag_b);
    });
}

TEST_F(SelectorTest, waits_for_what_is_registered_and_nothing_else) {
    run([&] {
        expect_ok(selector.register_stream(a, StreamEvents::read));
        expect_ok(selector.register_stream(b, StreamEvents::read));
        expect_ok(selector.unregister(a));
        EXPECT_EQ(selector.size(), 1U);
        spawn("writer", [&] {
            sleep_for(1ms);
            expect_ok(a.write("x"));
            sleep_for(1ms);
            expect_ok(b.write("x"));
        });
        EXPECT_EQ(selector.select(ready).value(), 1U);
        EXPECT_EQ(ready[0].stream, &b);
        log_time();
        expect_ok(selector.modify(b, StreamEvents::write, &tag_b));
        fill(b.full() ? a : b);
    });
    EXPECT_EQ(trace(), "main@2");
}

TEST_F(SelectorTest, zero_events_after_the_timeout) {
    run([&] {
        expect_ok(selector.register_stream(a, StreamEvents::read));
        EXPECT_EQ(selector.select(ready, 0ns).value(), 0U);
        EXPECT_EQ(selector.select(ready, 3ms).value(), 0U);
        log_time();
    });
    EXPECT_EQ(trace(), "main@3");
}

TEST_F(SelectorTest, refuses_what_makes_no_sense) {
    ByteStream<4> c{"c"};
    run([&] {
        EXPECT_EQ(selector.register_stream(a, StreamEvents::none), Status::invalid);
        EXPECT_EQ(selector.modify(a, StreamEvents::read), Status::invalid);
        EXPECT_EQ(selector.unregister(a), Status::invalid);
        EXPECT_EQ(selector.find(a), nullptr);
        expect_ok(selector.register_stream(a, StreamEvents::read, &tag_a));
        EXPECT_EQ(selector.register_stream(a, StreamEvents::read), Status::invalid) << "twice";
        EXPECT_EQ(selector.find(a)->data, &tag_a);
        expect_ok(selector.register_stream(b, StreamEvents::read));
        EXPECT_EQ(selector.register_stream(c, StreamEvents::read), Status::no_memory);
    });
}

TEST_F(SelectorTest, takes_turns_if_more_is_ready_than_there_is_room_for) {
    run([&] {
        expect_ok(selector.register_stream(a, StreamEvents::write, &tag_a));
        expect_ok(selector.register_stream(b, StreamEvents::write, &tag_b));
        for (int i = 0; i < 4; ++i) {
            EXPECT_EQ(selector.select(std::span(ready).first(1)).value(), 1U);
            log(*static_cast<int*>(ready[0].data));
        }
    });
    EXPECT_EQ(trace(), "main=1 main=2 main=1 main=2");
}

TEST_F(SelectorTest, can_be_cancelled) {
    run([&] {
        expect_ok(selector.register_stream(a, StreamEvents::read));
        const auto task = spawn("task", [&] { log(selector.select(ready).error()); });
        yield();
        expect_ok(task->cancel());
    });
    EXPECT_EQ(trace(), "task:cancelled");
}

}  // namespace
}  // namespace baton::test
