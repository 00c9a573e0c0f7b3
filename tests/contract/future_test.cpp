#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Futures = KernelTest;

TEST_F(Futures, is_ready_when_its_promise_is_set) {
    FutureState<int> state("answer");
    run([&] {
        Promise<int> promise(state);
        const Future<int> future = promise.future();
        EXPECT_FALSE(future.ready());
        EXPECT_FALSE(future.successful());
        EXPECT_EQ(future.status(), Status::would_block);
        EXPECT_EQ(future.try_get().error(), Status::would_block);
        EXPECT_EQ(future.get(0ns).error(), Status::timeout);
        EXPECT_EQ(future.wait(1ms), Status::timeout);
        EXPECT_EQ(promise.set(42), Status::ok);
        EXPECT_TRUE(future.ready());
        EXPECT_TRUE(future.successful());
        EXPECT_EQ(future.get(), 42);
        EXPECT_EQ(future.get(), 42);
        EXPECT_EQ(future.get(0ns), 42);
        EXPECT_EQ(future.try_get(), 42);
        EXPECT_EQ(future.value(), 42);
        EXPECT_EQ(future.wait(), Status::ok);
    });
    EXPECT_STREQ(state.name(), "answer");
}

TEST_F(Futures, every_getter_gets_the_value_highest_first) {
    FutureState<int> state;
    run([&] {
        Promise<int> promise(state);
        for (const TaskOptions& task : {at_level("low", kLow), at_level("a", kMain), at_level("high", kHigh)})
            spawn(task, [&, future = promise.future()] { log(future.get()); });
        spawn("late", [&, future = promise.future()] {
            log(future.get(5ms));
            log(future.get());
        });
        sleep_for(10ms);
        expect_ok(promise.set(7));
        log();
        sleep_for(1ms);
    });
    EXPECT_EQ(trace(), "late:timeout high=7 main a=7 late=7 low=7");
}

TEST_F(Futures, error_reaches_every_getter) {
    FutureState<int> state;
    run([&] {
        Promise<int> promise(state);
        const Future<int> future = promise.future();
        for (const char* name : {"a", "b"})
            spawn(name, [&, mine = future] { log(mine.get()); });
        yield();
        EXPECT_EQ(promise.fail(Status::overflow), Status::ok);
        yield();
        EXPECT_TRUE(future.ready());
        EXPECT_FALSE(future.successful());
        EXPECT_EQ(future.wait(), Status::ok);
        EXPECT_EQ(future.status(), Status::overflow);
        log(future.get(1ms));
    });
    EXPECT_EQ(trace(), "a:overflow b:overflow main:overflow");
}

TEST_F(Futures, setting_twice_is_an_error_and_changes_nothing) {
    FutureState<int> state;
    run([&] {
        Promise<int> promise(state);
        const Future<int> future = promise.future();
        EXPECT_EQ(promise.fail(Status::ok), Status::invalid);
        EXPECT_EQ(promise.set(1), Status::ok);
        EXPECT_EQ(promise.set(2), Status::invalid);
        EXPECT_EQ(promise.fail(Status::overflow), Status::invalid);
        EXPECT_EQ(future.get(), 1);
    });
}

TEST_F(Futures, abandoned_promise_leaves_no_getter_hanging) {
    FutureState<int> state;
    run([&] {
        std::optional<Promise<int>> promise(state);
        spawn("a", [&, future = promise->future()] { log(future.get()); });
        spawn("b", [&, future = promise->future()] { log(future.get(1h)); });
        yield();
        spawn("worker", [&, moved = std::move(*promise)] { log("forgets"); });
        promise.reset();
        log("moved");
        sleep_for(1ms);
    });
    EXPECT_EQ(trace(), "main:moved worker:forgets a:closed b:closed");
}

TEST_F(Futures, callbacks_are_called_by_who_completes_in_the_order_of_their_adding) {
    FutureState<int> state;
    DoneCallback<int> first([&](const Future<int>& future) { log("first", future.value()); });
    DoneCallback<int> second([&](const Future<int>& future) { log("second", *future.get()); });
    run([&] {
        Promise<int> promise(state);
        const Future<int> future = promise.future();
        EXPECT_EQ(future.add_done_callback(first), Status::ok);
        EXPECT_EQ(future.add_done_callback(second), Status::ok);
        EXPECT_EQ(future.add_done_callback(first), Status::invalid);
        spawn(at_level("getter", kHigh), [&, mine = future] { log(mine.get()); });
        const auto worker = spawn("worker", [&, moved = std::move(promise)]() mutable { expect_ok(moved.set(3)); });
        expect_ok(worker.join());
    });
    EXPECT_EQ(trace(), "getter=3 worker:first=3 worker:second=3");
}

TEST_F(Futures, callback_added_after_completion_runs_at_once) {
    FutureState<void> state;
    DoneCallback<void> callback([&](const Future<void>& future) { log(future.status()); });
    run([&] {
        Promise<void> promise(state);
        const Future<void> future = promise.future();
        expect_ok(promise.set());
        EXPECT_TRUE(future.get().has_value());
        log("before");
        EXPECT_EQ(future.add_done_callback(callback), Status::ok);
        log("after");
        EXPECT_EQ(future.add_done_callback(callback), Status::ok);
    });
    EXPECT_EQ(trace(), "main:before main:ok main:after main:ok");
}

TEST_F(Futures, callback_that_is_destroyed_before_is_not_called) {
    FutureState<int> state;
    run([&] {
        Promise<int> promise(state);
        const Future<int> future = promise.future();
        DoneCallback<int> kept([&](const Future<int>&) { log("kept"); });
        {
            DoneCallback<int> gone([&](const Future<int>&) { log("gone"); });
            expect_ok(future.add_done_callback(gone));
            expect_ok(future.add_done_callback(kept));
        }
        expect_ok(promise.set(1));
    });
    EXPECT_EQ(trace(), "main:kept");
}

TEST_F(Futures, movable_only_value_goes_to_the_only_getter) {
    FutureState<std::unique_ptr<int>> state;
    run([&] {
        Promise<std::unique_ptr<int>> promise(state);
        Future<std::unique_ptr<int>> future = promise.future();
        EXPECT_EQ(future.take(1ms).error(), Status::timeout);
        expect_ok(promise.set(std::make_unique<int>(5)));
        {
            const auto other = future;
            EXPECT_EQ(future.take().error(), Status::invalid);
            EXPECT_EQ(*other.value(), 5);
        }
        EXPECT_EQ(**future.take(), 5);
        EXPECT_EQ(future.take().error(), Status::invalid);
    });
}

TEST_F(Futures, state_serves_again_when_both_ends_are_gone) {
    const auto value = std::make_shared<int>(1);
    FutureState<std::shared_ptr<int>> state;
    run([&] {
        for (int i = 0; i < 3; ++i) {
            Future<std::shared_ptr<int>> future;
            {
                Promise<std::shared_ptr<int>> promise(state);
                future = promise.future();
                expect_ok(promise.set(value));
            }
            EXPECT_EQ(future.get(), value);
            EXPECT_EQ(value.use_count(), 2);
        }
        EXPECT_EQ(value.use_count(), 1);
    });
}

TEST_F(Futures, select_waits_for_one_among_others) {
    FutureState<int> state;
    Semaphore other(0);
    run([&] {
        Promise<int> promise(state);
        const Future<int> future = promise.future();
        EXPECT_EQ(select(1ms, on_acquire(other), on_done(future)).status, Status::timeout);
        spawn("waiter", [&, future] {
            EXPECT_EQ(select(on_acquire(other), on_done(future)), (Selected{1, Status::ok}));
            log(future.try_get());
        });
        yield();
        expect_ok(promise.set(3));
        EXPECT_EQ(try_select(on_acquire(other), on_done(future)), (Selected{1, Status::ok}));
        EXPECT_EQ(select(on_acquire(other), on_done(Future<int>())), (Selected{1, Status::invalid}));
    });
    EXPECT_EQ(trace(), "waiter=3");
}

TEST_F(Futures, empty_one_is_invalid) {
    run([&] {
        Future<int> empty;
        EXPECT_FALSE(empty);
        EXPECT_FALSE(empty.ready());
        EXPECT_FALSE(empty.successful());
        EXPECT_EQ(empty.status(), Status::invalid);
        EXPECT_EQ(empty.get().error(), Status::invalid);
        EXPECT_EQ(empty.take().error(), Status::invalid);
        EXPECT_EQ(empty.wait(1ms), Status::invalid);
        DoneCallback<int> callback([](const Future<int>&) {});
        EXPECT_EQ(empty.add_done_callback(callback), Status::invalid);
    });
}

}  // namespace
}  // namespace baton::test
