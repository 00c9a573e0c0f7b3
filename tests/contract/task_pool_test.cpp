#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

class TaskPools : public KernelTest {
  protected:
    // Ends the pool's workers.
    template <class Pool>
    static void finish(Pool& pool) {
        pool.close();
        EXPECT_EQ(pool.join(), Status::ok);
    }
};

int square(int number) {
    return number * number;
}

TEST_F(TaskPools, future_of_a_job_has_its_result) {
    TaskPool<2, 4> pool;
    run([&] {
        const auto first = pool.submit(square, 7);
        const auto second = pool.submit([] { return std::string("text"); });
        const auto third = pool.submit([&] { log("ran"); });
        ASSERT_TRUE(first && second && third);
        EXPECT_FALSE(first->ready());
        EXPECT_EQ(first->get(), 49);
        EXPECT_EQ(second->get(), "text");
        EXPECT_TRUE(third->get().has_value());
        finish(pool);
    });
    EXPECT_EQ(trace(), "pool:ran");
}

TEST_F(TaskPools, never_more_jobs_at_once_than_workers_in_the_order_of_submission) {
    TaskPool<2, 10> pool;
    run([&] {
        for (int job = 1; job <= 5; ++job) {
            EXPECT_TRUE(pool.submit([this, job] {
                sleep_for(10ms);
                log("job", job);
            }));
        }
        pool.close();
        EXPECT_EQ(pool.join(), Status::ok);
        log_time("joined");
    });
    EXPECT_EQ(trace(), "pool:job=1 pool:job=2 pool:job=3 pool:job=4 pool:job=5 main:joined@30");
}

TEST_F(TaskPools, starts_no_more_workers_than_it_needs) {
    TaskPool<3, 3> pool;
    run([&] {
        EXPECT_EQ(active_count(), 1U);
        for (int i = 0; i < 4; ++i)
            EXPECT_EQ(pool.apply(square, i), i * i);
        EXPECT_EQ(active_count(), 2U);
        const auto a = pool.submit([] { sleep_for(1ms); });
        const auto b = pool.submit([] { sleep_for(1ms); });
        yield();
        EXPECT_EQ(active_count(), 3U);
        finish(pool);
        EXPECT_EQ(active_count(), 1U);
    });
}

TEST_F(TaskPools, error_of_a_job_reaches_every_getter) {
    TaskPool<1, 4> pool;
    run([&] {
        const auto half = [](int number) -> Result<int> {
            if (number % 2 != 0)
                return Unexpected(Status::overflow);
            return number / 2;
        };
        const auto good = pool.submit(half, 6);
        const auto bad = pool.submit(half, 7);
        const auto refused = pool.submit([] { return Status::not_owner; });
        for (const char* name : {"a", "b"})
            spawn(name, [&, future = *bad] { log(future.get()); });
        EXPECT_EQ(good->get(), 3);
        EXPECT_EQ(bad->get().error(), Status::overflow);
        EXPECT_EQ(refused->get().error(), Status::not_owner);
        EXPECT_EQ(pool.apply(half, 9).error(), Status::overflow);
        EXPECT_TRUE(pool.apply([] { return Status::ok; }).has_value());
        finish(pool);
    });
    EXPECT_EQ(trace(), "a:overflow b:overflow");
}

TEST_F(TaskPools, submit_waits_for_a_slot) {
    TaskPool<1, 2> pool;
    run([&] {
        const auto job = [] { sleep_for(10ms); };
        EXPECT_TRUE(pool.submit(job));
        EXPECT_TRUE(pool.try_submit(job));
        EXPECT_EQ(pool.try_submit(job).error(), Status::would_block);
        EXPECT_EQ(pool.submit(0ns, job).error(), Status::timeout);
        EXPECT_EQ(pool.submit(5ms, job).error(), Status::timeout);
        spawn("a", [&] {
            EXPECT_TRUE(pool.submit(job));
            log_time();
        });
        spawn("b", [&] {
            EXPECT_TRUE(pool.submit(50ms, job));
            log_time();
        });
        sleep_for(40ms);
        finish(pool);
    });
    EXPECT_EQ(trace(), "a@10 b@20");
}

TEST_F(TaskPools, future_that_is_kept_keeps_its_slot) {
    TaskPool<1, 1> pool;
    run([&] {
        auto first = pool.submit(square, 2);
        EXPECT_EQ(first->get(), 4);
        EXPECT_EQ(pool.try_submit(square, 3).error(), Status::would_block);
        Future<int> copy = *first;
        *first = Future<int>();
        EXPECT_EQ(pool.try_submit(square, 3).error(), Status::would_block);
        EXPECT_EQ(copy.value(), 4);
        copy = Future<int>();
        EXPECT_EQ(pool.apply(square, 3), 9);
        finish(pool);
    });
}

TEST_F(TaskPools, results_and_arguments_may_be_movable_only) {
    TaskPool<1, 1> pool;
    run([&] {
        const auto increment = [](std::unique_ptr<int> number) {
            ++*number;
            return number;
        };
        EXPECT_EQ(**pool.apply(increment, std::make_unique<int>(1)), 2);
        auto future = pool.submit(increment, std::make_unique<int>(5));
        EXPECT_EQ(**future->take(), 6);
        finish(pool);
    });
}

TEST_F(TaskPools, callback_of_apply_async_is_called_by_the_worker) {
    TaskPool<1, 2> pool("worker");
    run([&] {
        EXPECT_EQ(pool.apply_async([] { return 5; }, [&](const Future<int>& future) { log(future.value()); }),
                  Status::ok);
        EXPECT_EQ(pool.apply_async([]() -> Result<int> { return Unexpected(Status::overflow); },
                                   [&](const Future<int>& future) { log(future.status()); }),
                  Status::ok);
        finish(pool);
    });
    EXPECT_EQ(trace(), "worker=5 worker:overflow");
}

TEST_F(TaskPools, done_callback_of_a_future_is_called_by_the_worker) {
    TaskPool<1, 2> pool("worker");
    DoneCallback<int> callback([&](const Future<int>& future) { log(future.value()); });
    run([&] {
        const auto future = pool.submit(square, 3);
        EXPECT_EQ(future->add_done_callback(callback), Status::ok);
        finish(pool);
        EXPECT_EQ(future->add_done_callback(callback), Status::ok);
    });
    EXPECT_EQ(trace(), "worker=9 main=9");
}

TEST_F(TaskPools, map_keeps_the_order) {
    TaskPool<3, 4> pool;
    run([&] {
        constexpr std::array kNumbers = {5, 1, 4, 2, 3, 9, 8, 6, 7};
        std::array<int, kNumbers.size()> squares{};
        EXPECT_EQ(pool.map(
                      [](int number) {
                          sleep_for(number * 1ms);
                          return number * number;
                      },
                      kNumbers, squares.begin()),
                  Status::ok);
        EXPECT_EQ(squares, (std::array{25, 1, 16, 4, 9, 81, 64, 36, 49}));
        EXPECT_EQ(pool.map(square, std::array<int, 0>{}, squares.begin()), Status::ok);
        finish(pool);
        EXPECT_EQ(pool.map(square, kNumbers, squares.begin()), Status::closed);
    });
}

TEST_F(TaskPools, map_says_the_error_of_the_first_element_that_has_one) {
    TaskPool<3, 3> pool;
    run([&] {
        constexpr std::array kNumbers = {5, 3, -2, 4, -9};
        std::array<int, kNumbers.size()> roots{};
        const auto check_number = [](int number) -> Result<int> {
            if (number == -9)
                return Unexpected(Status::overflow);
            sleep_for(1ms);
            if (number < 0)
                return Unexpected(Status::invalid);
            return 10 * number;
        };
        EXPECT_EQ(pool.map(check_number, kNumbers, roots.begin()), Status::invalid);
        EXPECT_EQ(roots, (std::array{50, 30, 0, 40, 0}));
        finish(pool);
    });
}

TEST_F(TaskPools, close_refuses_new_jobs_and_finishes_the_old_ones) {
    TaskPool<1, 3> pool;
    run([&] {
        EXPECT_EQ(pool.join(), Status::invalid);
        const auto a = pool.submit([] { sleep_for(10ms); });
        const auto b = pool.submit([] { return 2; });
        const auto c = pool.submit([] { return 3; });
        spawn("submitter", [&] { log(pool.submit(square, 1).error()); });
        yield();
        pool.close();
        EXPECT_TRUE(pool.is_closed());
        pool.close();
        EXPECT_EQ(pool.submit(square, 1).error(), Status::closed);
        EXPECT_EQ(pool.try_submit(square, 1).error(), Status::closed);
        EXPECT_EQ(pool.apply(square, 1).error(), Status::closed);
        EXPECT_EQ(pool.join(5ms), Status::timeout);
        EXPECT_EQ(pool.join(), Status::ok);
        EXPECT_EQ(pool.join(), Status::ok);
        EXPECT_EQ(b->try_get(), 2);
        EXPECT_EQ(c->try_get(), 3);
    });
    EXPECT_EQ(trace(), "submitter:closed");
}

TEST_F(TaskPools, terminate_with_jobs_queued_leaves_no_waiter_hanging) {
    TaskPool<1, 4> pool;
    run([&] {
        const auto running = pool.submit([&] {
            log("begins");
            sleep_for(10ms);
            log("never");
            return 1;
        });
        const auto dropped = pool.submit(square, 2);
        EXPECT_EQ(pool.apply_async([&] { log("never"); }, [&](const Future<void>& future) { log(future.status()); }),
                  Status::ok);
        const auto last = pool.submit(square, 4);
        spawn("getter", [&, future = *dropped] { log(future.get()); });
        spawn("other", [&, future = *last] { log(future.get(1h)); });
        spawn("submitter", [&] { log(pool.submit(square, 5).error()); });
        sleep_for(1ms);
        pool.terminate();
        EXPECT_EQ(dropped->try_get().error(), Status::closed);
        EXPECT_EQ(pool.join(), Status::ok);
        EXPECT_EQ(running->try_get().error(), Status::closed);
        EXPECT_EQ(pool.submit(square, 1).error(), Status::closed);
        sleep_for(20ms);
    });
    EXPECT_EQ(trace(), "pool:begins main:closed submitter:closed getter:closed other:closed");
}

TEST_F(TaskPools, terminate_by_a_job_ends_all_other_jobs) {
    TaskPool<2, 4> pool;
    run([&] {
        const auto sleeping = pool.submit([] { sleep_for(1h); });
        const auto ending = pool.submit([&] {
            pool.terminate();
            return 5;
        });
        const auto waiting = pool.submit(square, 2);
        EXPECT_EQ(sleeping->get().error(), Status::closed);
        EXPECT_EQ(waiting->get().error(), Status::closed);
        EXPECT_EQ(ending->get(), 5);
        EXPECT_EQ(pool.join(), Status::ok);
    });
    EXPECT_LT(since_start(), 1h);
}

TEST_F(TaskPools, terminate_lets_no_map_wait) {
    TaskPool<2, 3> pool;
    run([&] {
        spawn("mapper", [&] {
            constexpr std::array kNumbers = {1, 2, 3, 4, 5, 6, 7, 8};
            std::array<int, kNumbers.size()> out{};
            log(pool.map(
                [](int number) {
                    sleep_for(10ms);
                    return number;
                },
                kNumbers, out.begin()));
            for (const int number : out)
                log(number);
        });
        sleep_for(25ms);
        pool.terminate();
        EXPECT_EQ(pool.join(), Status::ok);
    });
    EXPECT_EQ(trace(), "mapper:closed mapper=1 mapper=2 mapper=3 mapper=4 mapper=0 mapper=0 mapper=0 mapper=0");
}

TEST_F(TaskPools, job_that_a_terminated_worker_was_handed_fails_too) {
    TaskPool<1, 2> pool;
    run([&] {
        EXPECT_EQ(pool.apply(square, 1), 1);
        const auto handed = pool.submit(square, 2);  // the worker is ready, and does not get to it
        pool.terminate();
        EXPECT_EQ(handed->try_get().error(), Status::closed);
    });
}

TEST_F(TaskPools, job_that_waits_for_its_own_pool_does_not_get_there) {
    TaskPool<1, 2> pool;
    run([&] {
        const auto future = pool.submit([&] {
            log(pool.try_submit(square, 1)->get(1ms));
            pool.close();
            log(pool.join());
        });
        EXPECT_TRUE(future->get().has_value());
        EXPECT_EQ(pool.join(), Status::ok);
    });
    EXPECT_EQ(trace(), "pool:timeout pool:deadlock");
}

TEST_F(TaskPools, no_job_is_lost_or_doubled_whoever_submits_and_however_futures_are_kept) {
    constexpr int kSubmitters = 6;
    constexpr int kRounds = 40;
    TaskPool<3, 8> pool("pool", kMain + 1);
    int done = 0;
    int accepted = 0;
    run([&] {
        std::array<TaskHandle<>, kSubmitters> submitters;
        for (int i = 0; i < kSubmitters; ++i) {
            submitters[static_cast<std::size_t>(i)] =
                spawn(at_level("submitter", static_cast<Level>(kMain - 2 + i)), [&, i] {
                    Random random(static_cast<std::uint64_t>(i));
                    Future<int> kept;
                    for (int round = 0; round < kRounds; ++round) {
                        const auto job = [&done, round, pause = random.below(3) * 100us] {
                            sleep_for(pause);
                            ++done;
                            return round;
                        };
                        Result<Future<int>> future = Unexpected(Status::invalid);
                        switch (random.below(3)) {
                            case 0: future = pool.submit(job); break;
                            case 1: future = pool.submit(random.below(3) * 100us, job); break;
                            default: future = pool.try_submit(job); break;
                        }
                        accepted += future.has_value();
                        if (future && random.below(2) == 0)
                            EXPECT_EQ(future->get(), round);
                        else if (future)
                            kept = *future;
                        check_invariants();
                    }
                });
        }
        for (const auto& submitter : submitters)
            EXPECT_EQ(submitter.join(), Status::ok);
        finish(pool);
    });
    EXPECT_GT(accepted, kSubmitters * kRounds / 3);
    EXPECT_EQ(done, accepted);
}

TEST_F(TaskPools, workers_are_daemons) {
    TaskPool<1, 2> pool;
    run([&] { EXPECT_TRUE(pool.submit([] { sleep_for(1h); })); });
    EXPECT_LT(since_start(), 1h);
}

TEST_F(TaskPools, with_stacks_inside_needs_no_pool_of_stacks) {
    const auto pool = std::make_unique<TaskPool<2, 2, kSmallStackBytes>>();
    run([&] {
        const std::size_t before = stacks().in_use();
        EXPECT_EQ(pool->apply(square, 5), 25);
        EXPECT_EQ(stacks().in_use(), before);
        finish(*pool);
    });
}

TEST_F(TaskPools, without_a_stack_for_any_worker_says_no_memory) {
    TaskPool<2, 2> pool;
    run([&] {
        StackPool none;
        options.stacks = &none;
        Kernel poor(options);
        auto& task = make<StaticTask<kStackBytes>>("poor", [&] {
            EXPECT_EQ(pool.submit(square, 1).error(), Status::no_memory);
            EXPECT_EQ(pool.submit(square, 1).error(), Status::no_memory);
            EXPECT_EQ(pool.submit(square, 1).error(), Status::no_memory);
            pool.close();
            EXPECT_EQ(pool.join(), Status::ok);
        });
        poor.run(task);
    });
}

}  // namespace
}  // namespace baton::test
