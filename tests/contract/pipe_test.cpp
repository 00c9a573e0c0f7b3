#include <memory>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Pipes = KernelTest;

TEST_F(Pipes, messages_go_both_ways_in_order) {
    Pipe<int, 4> pipe("line");
    auto& [a, b] = pipe;
    run([&] {
        spawn("b", [&] {
            while (const auto message = b.recv())
                expect_ok(b.send(*message * 10));
        });
        for (int i = 1; i <= 4; ++i)
            expect_ok(a.send(i));
        for (int i = 1; i <= 4; ++i)
            log(a.recv());
        a.close();
    });
    EXPECT_EQ(trace(), "main=10 main=20 main=30 main=40");
}

TEST_F(Pipes, one_direction_does_not_disturb_the_other) {
    Pipe<int, 2> pipe;
    run([&] {
        auto& a = pipe.first();
        auto& b = pipe.second();
        expect_ok(a.send(1));
        expect_ok(a.send(2));
        EXPECT_EQ(a.try_send(3), Status::would_block);
        expect_ok(b.send(7));
        EXPECT_EQ(a.recv().value(), 7);
        EXPECT_EQ(a.try_recv().error(), Status::would_block);
        EXPECT_EQ(b.recv().value(), 1);
        EXPECT_EQ(b.recv().value(), 2);
        EXPECT_EQ(b.try_recv().error(), Status::would_block);
    });
}

TEST_F(Pipes, sending_and_receiving_are_timed) {
    Pipe<int, 1> pipe;
    auto& [a, b] = pipe;
    run([&] {
        auto start = Clock::now();
        EXPECT_EQ(b.recv(5ms).error(), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(b.recv(0ns).error(), Status::timeout);
        expect_ok(a.send(1, 5ms));
        start = Clock::now();
        EXPECT_EQ(a.send(2, 5ms), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(b.recv(5ms).value(), 1);
        EXPECT_EQ(b.try_recv().error(), Status::would_block);
    });
}

TEST_F(Pipes, blocked_senders_and_receivers_are_served_in_order) {
    Pipe<int, 1> pipe;
    auto& [a, b] = pipe;
    run([&] {
        for (const char* name : {"r1", "r2"})
            spawn(name, [&] { log(b.recv()); });
        yield();
        expect_ok(a.send(1));
        expect_ok(a.send(2));
        yield();
        for (int i = 3; i <= 5; ++i)
            spawn("sender", [&, i] { log(a.send(i)); });
        yield();
        for (int i = 0; i < 3; ++i)
            log(b.recv());
    });
    EXPECT_EQ(trace(), "r1=1 r2=2 sender:ok main=3 main=4 main=5 sender:ok sender:ok");
}

TEST_F(Pipes, move_only_messages_pass_through) {
    Pipe<std::unique_ptr<int>, 1> pipe;
    auto& [a, b] = pipe;
    run([&] {
        expect_ok(a.send(std::make_unique<int>(1)));
        auto message = std::make_unique<int>(2);
        EXPECT_EQ(a.try_send(std::move(message)), Status::would_block);
        ASSERT_TRUE(message);
        EXPECT_EQ(**b.recv(), 1);
        expect_ok(a.send(std::move(message)));
        EXPECT_EQ(**b.recv(), 2);
    });
}

// --- Closing --------------------------------------------------------------------------------------------------------

TEST_F(Pipes, what_was_sent_before_closing_is_received_and_then_the_end) {
    Pipe<int, 4> pipe;
    auto& [a, b] = pipe;
    run([&] {
        expect_ok(a.send(1));
        expect_ok(a.send(2));
        a.close();
        a.close();
        EXPECT_EQ(b.recv().value(), 1);
        EXPECT_EQ(b.recv(1h).value(), 2);
        EXPECT_EQ(b.recv().error(), Status::closed);
        EXPECT_EQ(b.recv(1h).error(), Status::closed);
        EXPECT_EQ(b.try_recv().error(), Status::closed);
        EXPECT_EQ(b.send(3), Status::closed);
        EXPECT_EQ(b.send(3, 1h), Status::closed);
        EXPECT_EQ(b.try_send(3), Status::closed);
        b.close();
        EXPECT_EQ(b.recv().error(), Status::closed);
    });
}

TEST_F(Pipes, closed_end_neither_sends_nor_receives) {
    Pipe<int, 4> pipe;
    auto& [a, b] = pipe;
    run([&] {
        expect_ok(b.send(1));
        a.close();
        EXPECT_EQ(a.recv().error(), Status::closed);
        EXPECT_EQ(a.recv(1h).error(), Status::closed);
        EXPECT_EQ(a.try_recv().error(), Status::closed);
        EXPECT_EQ(a.send(2), Status::closed);
        EXPECT_EQ(a.try_send(2), Status::closed);
    });
}

TEST_F(Pipes, closing_wakes_everybody_who_waits) {
    Pipe<int, 1> pipe;
    auto& [a, b] = pipe;
    run([&] {
        expect_ok(b.send(1));
        spawn("receiver", [&] { log(b.recv()); });
        spawn("poller", [&] { log(b.poll()); });
        spawn("sender", [&] { log(b.send(2)); });
        yield();
        a.close();
        log();
    });
    EXPECT_EQ(trace(), "main receiver:closed poller:ok sender:closed");
}

TEST_F(Pipes, closing_the_own_end_wakes_its_own_waiters) {
    Pipe<int, 1> pipe;
    auto& [a, b] = pipe;
    run([&] {
        expect_ok(a.send(1));
        spawn("receiver", [&] { log(a.recv()); });
        spawn("sender", [&] { log(a.send(2)); });
        yield();
        a.close();
        log(b.recv());
        yield();
    });
    EXPECT_EQ(trace(), "main=1 sender:closed receiver:closed");
}

TEST_F(Pipes, messages_that_nobody_will_receive_are_destroyed) {
    Pipe<std::shared_ptr<int>, 4> pipe;
    auto& [a, b] = pipe;
    const auto message = std::make_shared<int>(1);
    run([&] {
        expect_ok(a.send(message));
        expect_ok(a.send(message));
        EXPECT_EQ(message.use_count(), 3);
        b.close();
        EXPECT_EQ(message.use_count(), 1);
        EXPECT_EQ(a.send(message), Status::closed);
    });
}

// --- Polling --------------------------------------------------------------------------------------------------------

TEST_F(Pipes, poll_takes_nothing) {
    Pipe<int, 4> pipe;
    auto& [a, b] = pipe;
    run([&] {
        EXPECT_EQ(b.try_poll(), Status::would_block);
        EXPECT_EQ(b.poll(0ns), Status::timeout);
        const auto start = Clock::now();
        EXPECT_EQ(b.poll(5ms), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
        expect_ok(a.send(1));
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(b.try_poll(), Status::ok);
            EXPECT_EQ(b.poll(), Status::ok);
            EXPECT_EQ(b.poll(1h), Status::ok);
        }
        EXPECT_EQ(b.recv().value(), 1);
        EXPECT_EQ(b.try_poll(), Status::would_block);
        a.close();
        EXPECT_EQ(b.poll(), Status::ok) << "recv() would not block";
        EXPECT_EQ(b.try_poll(), Status::ok);
    });
}

TEST_F(Pipes, poll_waits_for_a_message) {
    Pipe<int, 4> pipe;
    auto& [a, b] = pipe;
    run([&] {
        for (const char* name : {"p1", "p2"})
            spawn(name, [&] { log(b.poll(1h)); });
        sleep_for(1ms);
        expect_ok(a.send(1));
        yield();
        log(b.recv());
    });
    EXPECT_EQ(trace(), "p1:ok p2:ok main=1");
}

TEST_F(Pipes, message_for_a_waiting_receiver_is_not_announced_to_pollers) {
    Pipe<int, 4> pipe;
    auto& [a, b] = pipe;
    run([&] {
        spawn("poller", [&] { log(b.poll(5ms)); });
        spawn("receiver", [&] { log(b.recv()); });
        yield();
        expect_ok(a.send(1));
    });
    EXPECT_EQ(trace(), "receiver=1 poller:timeout");
}

TEST_F(Pipes, poller_that_was_too_slow_waits_on_until_its_deadline) {
    Pipe<int, 4> pipe;
    auto& [a, b] = pipe;
    run([&] {
        spawn("poller", [&] {
            const auto start = Clock::now();
            log(b.poll(5ms));
            EXPECT_TRUE(took(start, 5ms));
        });
        sleep_for(3ms);
        expect_ok(a.send(1));
        log(b.try_recv());  // before the poller runs
    });
    EXPECT_EQ(trace(), "main=1 poller:timeout");
}

TEST_F(Pipes, cancelled_calls_take_and_leave_nothing) {
    Pipe<std::unique_ptr<int>, 1> pipe;
    auto& [a, b] = pipe;
    run([&] {
        expect_ok(a.send(std::make_unique<int>(1)));
        const auto sender = spawn("sender", [&] {
            auto message = std::make_unique<int>(2);
            log(a.send(std::move(message)));
            EXPECT_TRUE(message);
        });
        const auto poller = spawn("poller", [&] { log(a.poll()); });
        const auto receiver = spawn("receiver", [&] { log(a.recv().error()); });
        yield();
        for (const auto* task : {&sender, &poller, &receiver})
            expect_ok((*task)->cancel());
        yield();
        EXPECT_EQ(**b.recv(), 1);
        EXPECT_EQ(b.try_recv().error(), Status::would_block);
        expect_ok(b.send(std::make_unique<int>(3)));
        EXPECT_EQ(**a.try_recv(), 3);
    });
    EXPECT_EQ(trace(), "sender:cancelled poller:cancelled receiver:cancelled");
}

// --- One way --------------------------------------------------------------------------------------------------------

TEST_F(Pipes, simplex_pipe_goes_one_way) {
    SimplexPipe<int, 2> pipe("oneway");
    auto& [receiver, sender] = pipe;
    EXPECT_EQ(&receiver, &pipe.receiver());
    EXPECT_EQ(&sender, &pipe.sender());
    run([&] {
        expect_ok(sender.send(1));
        expect_ok(sender.send(2));
        EXPECT_EQ(sender.try_send(3), Status::would_block);
        EXPECT_EQ(receiver.recv().value(), 1);
        sender.close();
        EXPECT_EQ(receiver.recv().value(), 2);
        EXPECT_EQ(receiver.recv().error(), Status::closed);
    });
}

TEST_F(Pipes, simplex_sender_learns_that_the_receiver_is_gone) {
    SimplexPipe<int, 1> pipe;
    run([&] {
        expect_ok(pipe.sender().send(1));
        spawn("sender", [&] { log(pipe.sender().send(2)); });
        yield();
        pipe.receiver().close();
        log(pipe.receiver().recv());
        EXPECT_EQ(pipe.sender().send(3), Status::closed);
    });
    EXPECT_EQ(trace(), "main:closed sender:closed");
}

}  // namespace
}  // namespace baton::test
