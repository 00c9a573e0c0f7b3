#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Generators = KernelTest;

TEST_F(Generators, gives_its_values_one_by_one_and_then_says_closed) {
    run([&] {
        Generator<int> squares([](auto& yield) {
            for (int i = 1; i <= 3; ++i)
                yield(i * i);
        });
        EXPECT_FALSE(squares.finished());
        for (const int expected : {1, 4, 9})
            EXPECT_EQ(squares.next(), expected);
        EXPECT_FALSE(squares.finished());
        EXPECT_EQ(squares.next().error(), Status::closed);
        EXPECT_TRUE(squares.finished());
        EXPECT_EQ(squares.next().error(), Status::closed);
    });
}

TEST_F(Generators, range_for_goes_through_all_values) {
    run([&] {
        Generator<int> numbers([](auto& yield) {
            for (int i = 0; i < 5; ++i)
                yield(i);
        });
        for (const int number : numbers)
            log(number);
    });
    EXPECT_EQ(trace(), "main=0 main=1 main=2 main=3 main=4");
}

TEST_F(Generators, runs_nothing_before_the_first_value_is_wanted_and_then_takes_turns) {
    run([&] {
        Generator<int> numbers([&](auto& yield) {
            log("begins");
            yield(1);
            log("goes on");
            yield(2);
            log("ends");
        });
        log("made");
        for (const int number : numbers)
            log("got", number);
    });
    EXPECT_EQ(trace(), "main:made main:begins main:got=1 main:goes on main:got=2 main:ends");
}

TEST_F(Generators, what_is_sent_is_what_the_yield_returns) {
    run([&] {
        Generator<int, int> average([](auto& yield) {
            int sum = 0;
            int count = 0;
            for (;;) {
                const std::optional<int> sent = yield(count ? sum / count : 0);
                sum += sent.value_or(1000);
                ++count;
            }
        });
        EXPECT_EQ(average.send(10).error(), Status::invalid);  // no yield has been reached that could return it
        EXPECT_EQ(average.next(), 0);
        EXPECT_EQ(average.send(10), 10);
        EXPECT_EQ(average.send(20), 15);
        EXPECT_EQ(average.next(), 343);
    });
}

TEST_F(Generators, yields_from_deep_in_a_recursion) {
    struct Tree {
        static void walk(int depth, int value, Yielder<int>& yield) {
            if (depth == 0)
                return;
            walk(depth - 1, 2 * value, yield);
            yield(value);
            walk(depth - 1, 2 * value + 1, yield);
        }
    };
    run([&] {
        Generator<int> in_order([](auto& yield) { Tree::walk(3, 1, yield); });
        for (const int value : in_order)
            log(value);
    });
    EXPECT_EQ(trace(), "main=4 main=2 main=5 main=1 main=6 main=3 main=7");
}

TEST_F(Generators, may_ask_another_generator) {
    run([&] {
        Generator<int> numbers([](auto& yield) {
            for (int i = 1;; ++i)
                yield(i);
        });
        Generator<int> even([&](auto& yield) {
            for (const int number : numbers)
                if (number % 2 == 0)
                    yield(number);
        });
        for (const int expected : {2, 4, 6})
            EXPECT_EQ(even.next(), expected);
        EXPECT_EQ(numbers.next(), 7);
        EXPECT_EQ(even.next(), 8);
    });
}

TEST_F(Generators, values_may_be_movable_only) {
    run([&] {
        Generator<std::unique_ptr<int>, std::unique_ptr<int>> doubles([](auto& yield) {
            std::optional<std::unique_ptr<int>> sent = yield(std::make_unique<int>(0));
            while (sent)
                sent = yield(std::make_unique<int>(2 * **sent));
        });
        EXPECT_EQ(**doubles.next(), 0);
        EXPECT_EQ(**doubles.send(std::make_unique<int>(21)), 42);
        EXPECT_EQ(doubles.next().error(), Status::closed);
    });
}

TEST_F(Generators, abandoned_in_the_middle_frees_its_stack) {
    run([&] {
        const std::size_t before = stacks().in_use();
        const auto captured = std::make_shared<int>(7);
        {
            Generator<int> endless([captured](auto& yield) {
                for (;;)
                    yield(*captured);
            });
            EXPECT_EQ(endless.next(), 7);
            EXPECT_EQ(stacks().in_use(), before + 1);
            EXPECT_EQ(captured.use_count(), 2);
        }
        EXPECT_EQ(stacks().in_use(), before);
        EXPECT_EQ(captured.use_count(), 1);
    });
}

TEST_F(Generators, one_that_was_never_asked_frees_its_stack_too) {
    run([&] {
        const std::size_t before = stacks().in_use();
        {
            Generator<int> unused([](auto& yield) { yield(1); });
        }
        EXPECT_EQ(stacks().in_use(), before);
    });
}

TEST_F(Generators, gives_its_stack_back_as_soon_as_its_function_returns) {
    run([&] {
        const std::size_t before = stacks().in_use();
        Generator<int> nothing([](auto&) {});
        EXPECT_EQ(stacks().in_use(), before + 1);
        EXPECT_EQ(nothing.next().error(), Status::closed);
        EXPECT_EQ(stacks().in_use(), before);
    });
}

TEST_F(Generators, without_a_stack_for_it_says_no_memory) {
    run([&] {
        StackPool none;
        options.stacks = &none;
        Kernel poor(options);
        auto& task = make<StaticTask<kStackBytes>>("poor", [&] {
            Generator<int> generator([](auto& yield) { yield(1); });
            EXPECT_EQ(generator.next().error(), Status::no_memory);
            EXPECT_FALSE(generator.finished());
        });
        poor.run(task);
    });
}

TEST_F(Generators, with_its_own_stack_needs_no_pool) {
    run([&] {
        const std::size_t before = stacks().in_use();
        const auto generator = std::make_unique<StaticGenerator<int, kSmallStackBytes>>([](auto& yield) {
            yield(1);
            yield(2);
        });
        EXPECT_EQ(generator->next(), 1);
        EXPECT_EQ(generator->next(), 2);
        EXPECT_EQ(generator->next().error(), Status::closed);
        EXPECT_EQ(stacks().in_use(), before);
    });
}

TEST_F(Generators, what_blocks_in_it_blocks_the_task_that_asks) {
    run([&] {
        spawn("other", [&] { log_time("runs"); });
        Generator<int> slow([&](auto& yield) {
            for (int i = 1; i <= 2; ++i) {
                sleep_for(10ms);
                yield(i);
            }
        });
        EXPECT_EQ(current().stack_limit(), current().stack().data());
        for (const int number : slow) {
            EXPECT_EQ(current().stack_limit(), current().stack().data());
            log_time(number == 1 ? "first" : "second");
        }
    });
    EXPECT_EQ(trace(), "other:runs@0 main:first@10 main:second@20");
}

TEST_F(Generators, different_tasks_may_ask_in_turn) {
    std::optional<Generator<int>> tickets;
    run([&] {
        tickets.emplace([](auto& yield) {
            for (int i = 1; i <= 6; ++i) {
                baton::yield();
                yield(i);
            }
        });
        for (const char* name : {"a", "b"}) {
            spawn(name, [&] {
                for (;;) {
                    const Result<int> ticket = tickets->next();
                    log(ticket);
                    if (!ticket && ticket.error() == Status::closed)
                        return;
                    baton::yield();
                }
            });
        }
        sleep_for(100ms);
        tickets.reset();
    });
    // The other one asks while a generator runs, and is told so.
    EXPECT_EQ(trace(),
              "b:invalid a=1 a:invalid b=2 b:invalid a=3 a:invalid b=4 b:invalid a=5 a:invalid b=6 a:closed b:closed");
}

TEST_F(Generators, that_asks_itself_is_told_so) {
    std::optional<Generator<int>> generator;
    run([&] {
        generator.emplace([&](auto& yield) {
            log(generator->next());
            yield(1);
        });
        log(generator->next());
        generator.reset();
    });
    EXPECT_EQ(trace(), "main:invalid main=1");
}

TEST_F(Generators, task_that_is_terminated_in_one_gives_its_own_stack_back_and_leaves_it_running) {
    std::optional<Generator<int>> generator;
    run([&] {
        const std::size_t before = stacks().in_use();
        generator.emplace([](auto& yield) {
            sleep_for(1h);
            yield(1);
        });
        {
            const auto task = spawn("asker", [&] { (void)generator->next(); });
            yield();
            EXPECT_NE(task->stack_limit(), task->stack().data());
            EXPECT_EQ(task->terminate(), Status::ok);
        }
        EXPECT_EQ(stacks().in_use(), before + 1);
        EXPECT_EQ(generator->next().error(), Status::invalid);
        spawn("next in that stack", [] {});
        yield();
    });
    generator.reset();
}

TEST_F(Generators, tasks_of_other_levels_preempt_it) {
    Semaphore wanted(0);
    run([&] {
        spawn(at_level("high", kHigh), [&] {
            for (int i = 0; i < 2; ++i) {
                expect_ok(wanted.acquire());
                log("served");
            }
        });
        Generator<int> asking([&](auto& yield) {
            for (int i = 0; i < 2; ++i) {
                expect_ok(wanted.release());
                yield(i);
            }
        });
        for (const int number : asking)
            log(number);
    });
    EXPECT_EQ(trace(), "high:served main=0 high:served main=1");
}

using Coroutines = KernelTest;

TEST_F(Coroutines, values_pass_both_ways) {
    run([&] {
        Coroutine<int> home;
        Coroutine<int> twice(home, [&](Coroutine<int>& self, int value) -> int {
            for (;;)
                value = *self.switch_to(home, 2 * value);
        });
        for (const int number : {4, 5, 6})
            EXPECT_EQ(home.switch_to(twice, number), 2 * number);
    });
}

TEST_F(Coroutines, each_may_go_on_in_any_other) {
    run([&] {
        Coroutine<int> home;
        std::optional<Coroutine<int>> a;
        std::optional<Coroutine<int>> b;
        a.emplace(home, [&](Coroutine<int>& self, int value) {
            log("a", value);
            value = *self.switch_to(*b, value + 1);
            log("a", value);
            value = *self.switch_to(*b, value + 1);
            log("never", value);
            return 0;
        });
        b.emplace(home, [&](Coroutine<int>& self, int value) {
            log("b", value);
            value = *self.switch_to(*a, value + 1);
            log("b", value);
            value = *self.switch_to(home, value + 1);
            log("never", value);
            return 0;
        });
        log("home", *home.switch_to(*a, 1));
    });
    EXPECT_EQ(trace(), "main:a=1 main:b=2 main:a=3 main:b=4 main:home=5");
}

TEST_F(Coroutines, what_its_function_returns_goes_to_the_nearest_parent_that_can_go_on) {
    run([&] {
        Coroutine<int> home;
        Coroutine<int> parent(home, [](Coroutine<int>&, int value) { return value + 1; });
        Coroutine<int> child(parent, [](Coroutine<int>&, int value) { return value * 10; });
        Coroutine<int> second(parent, [](Coroutine<int>&, int value) { return value * 100; });
        // The child's value is the parent's first.
        EXPECT_EQ(home.switch_to(child, 3), 31);
        EXPECT_TRUE(child.finished());
        EXPECT_TRUE(parent.finished());
        EXPECT_EQ(home.switch_to(second, 3), 300);
        EXPECT_EQ(home.switch_to(second, 3).error(), Status::closed);
    });
}

TEST_F(Coroutines, only_the_one_that_runs_can_leave_and_only_for_one_that_does_not) {
    run([&] {
        Coroutine<int> home;
        Coroutine<int> other(home, [&](Coroutine<int>& self, int value) {
            EXPECT_EQ(home.switch_to(self, 1).error(), Status::invalid);
            EXPECT_EQ(self.switch_to(self, 1).error(), Status::invalid);
            return value;
        });
        EXPECT_EQ(other.switch_to(home, 1).error(), Status::invalid);
        EXPECT_EQ(home.switch_to(home, 1).error(), Status::invalid);
        EXPECT_EQ(home.switch_to(other, 5), 5);
    });
}

TEST_F(Coroutines, a_tasks_own_stack_is_for_that_task_only) {
    std::optional<Coroutine<int>> shared;
    std::optional<Coroutine<int>> main_home;
    run([&] {
        main_home.emplace();
        shared.emplace(*main_home, [&](Coroutine<int>& self, int value) {
            value = *self.switch_to(*main_home, value);
            // Here the other task is in it.
            log("value", value);
            log(self.switch_to(*main_home, value));
            sleep_for(1h);
            return value;
        });
        log(main_home->switch_to(*shared, 1));
        spawn({.name = "other", .daemon = true}, [&] {
            Coroutine<int> home;
            log(main_home->switch_to(*shared, 2));
            log(home.switch_to(*shared, 3));
        });
        sleep_for(1ms);
    });
    EXPECT_EQ(trace(), "main=1 other:invalid other:value=3 other:invalid");
}

TEST_F(Coroutines, abandoned_in_the_middle_frees_its_stack) {
    run([&] {
        const std::size_t before = stacks().in_use();
        Coroutine<std::unique_ptr<int>> home;
        {
            Coroutine<std::unique_ptr<int>> other(home,
                                                  [&](auto& self, std::unique_ptr<int> value) -> std::unique_ptr<int> {
                                                      for (;;)
                                                          value = *self.switch_to(home, std::move(value));
                                                  });
            EXPECT_EQ(**home.switch_to(other, std::make_unique<int>(3)), 3);
            EXPECT_EQ(stacks().in_use(), before + 1);
        }
        EXPECT_EQ(stacks().in_use(), before);
    });
}

TEST_F(Coroutines, with_its_own_stack_needs_no_pool) {
    run([&] {
        Coroutine<int> home;
        const auto other = std::make_unique<StaticCoroutine<int, kSmallStackBytes>>(
            home, [](Coroutine<int>&, int value) { return value + 1; });
        EXPECT_EQ(home.switch_to(*other, 1), 2);
    });
}

}  // namespace
}  // namespace baton::test
