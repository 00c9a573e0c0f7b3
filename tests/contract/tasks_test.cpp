// Making tasks, and what can be asked of them.
#include <array>
#include <memory>
#include <tuple>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Spawn = KernelTest;

TEST_F(Spawn, task_runs_when_the_spawner_gives_up_the_cpu) {
    run([&] {
        const auto task = spawn("a", [&] { log(); });
        log("spawned");
        expect_ok(task.join());
        log("joined");
    });
    EXPECT_EQ(trace(), "main:spawned a main:joined");
}

TEST_F(Spawn, tasks_start_in_the_order_of_their_spawning) {
    run([&] {
        for (const char* name : {"a", "b", "c", "d"})
            spawn(name, [&] { log(); });
    });
    EXPECT_EQ(trace(), "a b c d");
}

TEST_F(Spawn, higher_task_runs_at_once_if_the_kernel_preempts) {
    run([&] {
        spawn(at_level("high", kHigh), [&] { log(); });
        log("spawned");
    });
    EXPECT_EQ(trace(), "high main:spawned");
}

TEST_F(Spawn, higher_task_waits_for_the_spawner_without_preemption) {
    options.preemption = Preemption::off;
    run([&] {
        spawn("same", [&] { log(); });
        spawn(at_level("high", kHigh), [&] { log(); });
        log("spawned");
        yield();
        log("back");
    });
    EXPECT_EQ(trace(), "main:spawned high same main:back");
}

TEST_F(Spawn, lower_task_waits_until_higher_ones_have_ended) {
    run([&] {
        spawn(at_level("low", kLow), [&] { log(); });
        yield();
        log("yielded");
    });
    EXPECT_EQ(trace(), "main:yielded low");
}

TEST_F(Spawn, arguments_are_copied) {
    int number = 1;
    run([&] {
        int local = 7;
        spawn(
            "a", [&](int copy) { log(copy); }, local);
        local = 8;
        spawn(
            "b", [](int& reference) { reference = 2; }, std::ref(number));
    });
    EXPECT_EQ(trace(), "a=7");
    EXPECT_EQ(number, 2);
}

TEST_F(Spawn, move_only_arguments_are_moved) {
    run([&] {
        spawn(
            "a", [&](std::unique_ptr<int> number) { log(*number); }, std::make_unique<int>(5));
    });
    EXPECT_EQ(trace(), "a=5");
}

TEST_F(Spawn, function_and_arguments_are_destroyed_when_the_task_ends) {
    const auto token = std::make_shared<int>(0);
    run([&] {
        const auto task = spawn(
            "a", [](const std::shared_ptr<int>&) {}, token);
        EXPECT_EQ(token.use_count(), 2);
        expect_ok(task.join());
        EXPECT_EQ(token.use_count(), 1) << "although the handle keeps the task";
    });
}

TEST_F(Spawn, functions_and_members_can_be_spawned) {
    struct Counter {
        int count = 0;
        void add(int amount) { count += amount; }
    } counter;
    run([&] {
        spawn("member", &Counter::add, &counter, 3);
        spawn(
            "function", +[](Counter* c) { c->add(4); }, &counter);
    });
    EXPECT_EQ(counter.count, 7);
}

TEST_F(Spawn, handle_gives_the_result_after_join) {
    run([&] {
        const auto task = spawn(
            "a", [](int a, int b) { return a * b; }, 6, 7);
        expect_ok(task.join());
        EXPECT_EQ(task.value(), 42);
        const auto moved = spawn("b", [] { return std::make_unique<int>(9); });
        expect_ok(moved.join());
        EXPECT_EQ(*moved.value(), 9);
    });
}

TEST_F(Spawn, run_returns_what_main_returned) {
    EXPECT_EQ(run([] { return 3; }), 3);
    EXPECT_EQ(run([] {}), 0);
}

TEST_F(Spawn, task_may_spawn_tasks_that_outlive_it) {
    run([&] {
        spawn("parent", [&] {
            spawn("child", [&] {
                sleep_for(1ms);
                log();
            });
            log();
        });
    });
    EXPECT_EQ(trace(), "parent child");
}

// --- The pool of stacks ---------------------------------------------------------------------------------------------

class SmallPool : public KernelTest {
  protected:
    static constexpr std::size_t kBlocks = 4;  // one of them is main's

    SmallPool() { options.stacks = &pool; }
    void TearDown() override { EXPECT_EQ(pool.in_use(), 0U); }

    alignas(hal::kStackAlignment) static inline std::array<std::byte, kBlocks * kStackBytes> memory;
    StackPool pool{memory, kStackBytes};
};

TEST_F(SmallPool, try_spawn_says_no_memory_when_the_pool_is_used_up) {
    run([&] {
        std::array<TaskHandle<>, kBlocks - 1> tasks;
        for (auto& task : tasks) {
            auto spawned = try_spawn({.name = "a"}, [&] { log(); });
            ASSERT_TRUE(spawned.has_value());
            task = *spawned;
        }
        const auto refused = try_spawn({.name = "b"}, [&] { log(); });
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error(), Status::no_memory);
        EXPECT_EQ(active_count(), kBlocks);
    });
    EXPECT_EQ(trace(), "a a a");
}

TEST_F(SmallPool, memory_comes_back_when_the_last_handle_of_a_finished_task_is_gone) {
    run([&] {
        {
            TaskHandle<> copy;
            {
                const auto task = spawn("a", [] {});
                copy = task;
                expect_ok(task.join());
            }
            EXPECT_EQ(pool.in_use(), 2U) << "a copy is left";
            EXPECT_FALSE(copy.is_alive());
        }
        EXPECT_EQ(pool.in_use(), 1U);
    });
}

TEST_F(SmallPool, memory_comes_back_when_a_task_without_handles_finishes) {
    run([&] {
        for (int round = 0; round < 10; ++round) {
            for (std::size_t i = 1; i < kBlocks; ++i)
                EXPECT_TRUE(try_spawn({.name = "a"}, [] {}).has_value()) << "round " << round;
            yield();
        }
    });
}

TEST_F(SmallPool, thousand_tasks_pass_through_four_blocks) {
    int ended = 0;
    run([&] {
        for (int spawned = 0; spawned < 1'000;) {
            if (const auto task = try_spawn({.name = "a"}, [&] { ++ended; }))
                ++spawned;
            else
                yield();
        }
    });
    EXPECT_EQ(ended, 1'000);
}

TEST_F(SmallPool, daemons_give_their_memory_back_at_the_end) {
    run([&] {
        spawn({.name = "daemon", .daemon = true}, [] { sleep_for(1h); });
        yield();
    });
}

TEST_F(Spawn, kernel_without_a_pool_has_no_memory) {
    auto& first = make<StaticTask<kStackBytes>>("first", [&] {
        EXPECT_EQ(try_spawn({.name = "a"}, [] {}).error(), Status::no_memory);
        log("refused");
    });
    Kernel kernel({.policy = &kFixedPriority});
    kernel.run(first);
    EXPECT_EQ(trace(), "first:refused");
}

// --- Handles --------------------------------------------------------------------------------------------------------

TEST_F(Spawn, empty_handle_names_no_task) {
    const TaskHandle<int> empty;
    EXPECT_FALSE(static_cast<bool>(empty));
    run([&] {
        TaskHandle<> task = spawn("a", [] {});
        EXPECT_TRUE(static_cast<bool>(task));
        const TaskHandle<> moved = std::move(task);
        EXPECT_TRUE(moved.is_alive());
    });
}

TEST_F(Spawn, reference_to_the_running_task_keeps_it) {
    TaskReference kept;
    run([&] {
        spawn("a", [&] { kept = TaskReference(current()); });
        yield();
        EXPECT_FALSE(kept.is_alive());
        EXPECT_STREQ(kept->name(), "a");
        kept = {};
    });
}

// --- Tasks with storage of their own --------------------------------------------------------------------------------

TEST_F(Spawn, static_task_calls_its_function_with_its_arguments) {
    auto& task = make<StaticTask<kSmallStackBytes>>(
        "a", [&](int number) { log(number); }, 4);
    run([&] {
        EXPECT_EQ(task.state(), TaskState::created);
        EXPECT_FALSE(task.is_alive());
        EXPECT_EQ(task.start(), Status::ok);
        EXPECT_TRUE(task.is_alive());
        EXPECT_EQ(task.join(), Status::ok);
        EXPECT_EQ(task.state(), TaskState::finished);
    });
    EXPECT_EQ(trace(), "a=4");
}

TEST_F(Spawn, static_task_that_was_never_started_destroys_its_arguments) {
    const auto token = std::make_shared<int>(0);
    {
        const StaticTask<kSmallStackBytes> task(
            "a", [](const std::shared_ptr<int>&) {}, token);
    }
    EXPECT_EQ(token.use_count(), 1);
}

template <class Base>
class Doubler : public Base {
  public:
    explicit Doubler(const char* name, int number) : Base(name), number_(number) {}
    int result() const { return result_; }

  protected:
    void run() override { result_ = number_ * 2; }

  private:
    int number_;
    int result_ = 0;
};

TEST_F(Spawn, task_is_made_by_deriving) {
    auto& on_own_stack = make<Doubler<StaticTask<kSmallStackBytes>>>("static", 4);
    Doubler<PooledTask> on_pooled_stack("pooled", 5);
    run([&] {
        expect_ok(on_own_stack.start());
        expect_ok(on_pooled_stack.start());
        expect_ok(on_own_stack.join());
        expect_ok(on_pooled_stack.join());
    });
    EXPECT_EQ(on_own_stack.result(), 8);
    EXPECT_EQ(on_pooled_stack.result(), 10);
    EXPECT_STREQ(on_pooled_stack.name(), "pooled");
}

TEST_F(Spawn, starting_twice_is_invalid) {
    auto& on_own_stack = make<Doubler<StaticTask<kSmallStackBytes>>>("static", 4);
    Doubler<PooledTask> on_pooled_stack("pooled", 5);
    run([&] {
        for (Task* task : {static_cast<Task*>(&on_own_stack), static_cast<Task*>(&on_pooled_stack)}) {
            EXPECT_EQ(task->start(), Status::ok);
            EXPECT_EQ(task->start(), Status::invalid) << "alive";
            expect_ok(task->join());
            EXPECT_EQ(task->start(), Status::invalid) << "finished";
        }
        EXPECT_EQ(active_count(), 1U);
    });
}

TEST_F(SmallPool, pooled_task_can_be_started_when_there_is_memory_again) {
    Doubler<PooledTask> task("late", 5);
    run([&] {
        for (std::size_t i = 1; i < kBlocks; ++i)
            spawn("a", [] {});
        EXPECT_EQ(task.start(), Status::no_memory);
        EXPECT_EQ(task.state(), TaskState::created);
        yield();
        EXPECT_EQ(task.start(), Status::ok);
    });
    EXPECT_EQ(task.result(), 10);
}

// --- Identity -------------------------------------------------------------------------------------------------------

using Identity = KernelTest;

TEST_F(Identity, current_is_the_task_itself) {
    run([&] {
        EXPECT_STREQ(current().name(), "main");
        EXPECT_EQ(current().state(), TaskState::running);
        const auto task = spawn("a", [&] { log(static_cast<long>(current().id())); });
        EXPECT_EQ(task->state(), TaskState::ready);
        expect_ok(task.join());
        EXPECT_EQ(task->id(), current().id() + 1);
    });
    EXPECT_EQ(trace(), "a=2");
}

TEST_F(Identity, states_are_as_the_diagram_says) {
    Semaphore semaphore(0);
    auto& task = make<StaticTask<kSmallStackBytes>>("a", [&] { expect_ok(semaphore.acquire()); });
    run([&] {
        EXPECT_EQ(task.state(), TaskState::created);
        expect_ok(task.start());
        EXPECT_EQ(task.state(), TaskState::ready);
        EXPECT_TRUE(task.waits_for().empty());
        yield();
        EXPECT_EQ(task.state(), TaskState::blocked);
        ASSERT_EQ(task.waits_for().size(), 1U);
        EXPECT_EQ(task.waits_for()[0].reason, WaitReason::semaphore);
        EXPECT_EQ(task.waits_for()[0].object, &semaphore);
        EXPECT_TRUE(task.is_alive());
        expect_ok(semaphore.release());
        EXPECT_EQ(task.state(), TaskState::ready);
        yield();
        EXPECT_EQ(task.state(), TaskState::finished);
        EXPECT_FALSE(task.is_alive());
    });
}

TEST_F(Identity, enumerate_visits_live_tasks_in_the_order_of_their_start) {
    std::string names;
    run([&] {
        const auto a = spawn("a", [] {});
        expect_ok(a.join());
        spawn(at_level("low", kLow), [] {});
        spawn("c", [] {});
        enumerate([&](Task& task) { names.append(task.name()).append(" "); });
        EXPECT_EQ(active_count(), 3U);
    });
    EXPECT_EQ(names, "main low c ");
}

TEST_F(Identity, active_count_counts_daemons_too) {
    run([&] {
        EXPECT_EQ(active_count(), 1U);
        spawn({.name = "daemon", .daemon = true}, [] { sleep_for(1h); });
        EXPECT_EQ(active_count(), 2U);
    });
}

TEST_F(Identity, stack_mark_shows_what_was_used) {
    constexpr std::size_t kUsed = 4'000;
    std::vector<std::byte> fresh(4 * kStackBytes);  // the host takes whatever is not zero for used
    StackPool pool(fresh, kStackBytes);
    options.stacks = &pool;
    run([&] {
        const auto modest = spawn("modest", [] {});
        const auto hungry = spawn("hungry", [] {
            volatile char used[kUsed];
            for (volatile char& byte : used)
                byte = 1;
        });
        yield();
        for (const TaskHandle<>& task : {modest, hungry}) {
            EXPECT_GT(task->stack_used(), 0U);
            EXPECT_LT(task->stack_used(), task->stack().size());
        }
        EXPECT_GE(hungry->stack_used(), kUsed);
    });
}

// --- Daemons --------------------------------------------------------------------------------------------------------

using Daemon = KernelTest;

TEST_F(Daemon, kernel_ends_when_the_last_other_task_has_ended) {
    run([&] {
        spawn({.name = "daemon", .daemon = true}, [&] {
            for (;;) {
                log();
                sleep_for(10ms);
            }
        });
        spawn("worker", [] { sleep_for(25ms); });
    });
    EXPECT_EQ(trace(), "daemon daemon daemon");
}

TEST_F(Daemon, daemon_that_never_ran_is_stopped_too) {
    run([&] { spawn({.name = "daemon", .level = kLow, .daemon = true}, [&] { log(); }); });
    EXPECT_EQ(trace(), "");
}

TEST_F(Daemon, being_a_daemon_is_settled_before_the_start) {
    auto& task = make<StaticTask<kSmallStackBytes>>("a", [] {});
    EXPECT_FALSE(task.is_daemon());
    EXPECT_EQ(task.set_daemon(true), Status::ok);
    EXPECT_EQ(task.set_daemon(false), Status::ok);
    EXPECT_EQ(task.set_daemon(true), Status::ok);
    run([&] {
        expect_ok(task.start());
        EXPECT_EQ(task.set_daemon(false), Status::invalid);
        EXPECT_TRUE(task.is_daemon());
        expect_ok(task.join());
        EXPECT_EQ(task.set_daemon(false), Status::invalid) << "finished";
    });
}

TEST_F(Daemon, objects_that_stopped_daemons_waited_for_can_be_used_again) {
    Semaphore semaphore(0);
    Event event;
    Mutex mutex;
    Queue<int, 1> full;
    Queue<int, 1> empty;
    auto& sleeper = make<StaticTask<kSmallStackBytes>>("sleeper", [] { sleep_for(1h); });
    run([&] {
        expect_ok(full.put(1));
        const TaskOptions daemon{.name = "daemon", .daemon = true};
        spawn(daemon, [&] { (void)semaphore.acquire(); });
        spawn(daemon, [&] { (void)semaphore.acquire(1h); });
        spawn(daemon, [&] { (void)event.wait(); });
        spawn(daemon, [&] { (void)mutex.acquire(); });
        spawn(daemon, [&] { (void)full.put(2); });
        spawn(daemon, [&] { (void)empty.get(1h); });
        expect_ok(sleeper.set_daemon(true));
        expect_ok(sleeper.start());
        expect_ok(mutex.acquire());
        sleep_for(1ms);
        EXPECT_TRUE(semaphore.has_waiters());
        EXPECT_TRUE(event.has_waiters());
        EXPECT_TRUE(mutex.has_waiters());
        expect_ok(mutex.release());
    });
    EXPECT_FALSE(semaphore.has_waiters());
    EXPECT_FALSE(event.has_waiters());
    EXPECT_EQ(sleeper.state(), TaskState::finished);
    run([&] {
        expect_ok(semaphore.release());
        EXPECT_EQ(semaphore.count(), 1U);
        event.set();
        expect_ok(empty.put(3));
        EXPECT_EQ(full.try_put(4), Status::would_block);
        EXPECT_EQ(full.get().value(), 1);
        EXPECT_TRUE(full.empty()) << "the stopped putter's item did not get in";
        expect_ok(sleeper.join());
    });
}

TEST_F(Daemon, mutex_that_a_stopped_daemon_held_is_abandoned) {
    Mutex mutex;
    run([&] {
        spawn({.name = "daemon", .daemon = true}, [&] {
            expect_ok(mutex.acquire());
            sleep_for(1h);
        });
        yield();
    });
    EXPECT_EQ(mutex.owner(), nullptr);
    run([&] {
        log(mutex.acquire());
        expect_ok(mutex.release());
        log(mutex.acquire());
        expect_ok(mutex.release());
    });
    EXPECT_EQ(trace(), "main:owner_dead main:ok");
}

// --- Join -----------------------------------------------------------------------------------------------------------

using Join = KernelTest;

TEST_F(Join, task_that_was_not_started_cannot_be_joined) {
    auto& task = make<StaticTask<kSmallStackBytes>>("a", [] {});
    run([&] {
        EXPECT_EQ(task.join(), Status::invalid);
        EXPECT_EQ(task.join(1ms), Status::invalid);
    });
}

TEST_F(Join, finished_task_is_joined_at_once_and_as_often_as_one_likes) {
    run([&] {
        const auto task = spawn("a", [] {});
        yield();
        const auto start = Clock::now();
        EXPECT_EQ(task.join(), Status::ok);
        EXPECT_EQ(task.join(0ns), Status::ok);
        EXPECT_EQ(task.join(-1s), Status::ok);
        EXPECT_EQ(task.join(Clock::now() - 1s), Status::ok);
        EXPECT_TRUE(took(start, 0ns));
    });
}

TEST_F(Join, joining_oneself_is_a_deadlock) {
    run([&] {
        EXPECT_EQ(current().join(), Status::deadlock);
        EXPECT_EQ(current().join(1ms), Status::deadlock);
    });
}

TEST_F(Join, timeout_ends_the_wait) {
    run([&] {
        const auto task = spawn("a", [] { sleep_for(20ms); });
        const auto start = Clock::now();
        EXPECT_EQ(task.join(0ns), Status::timeout);
        EXPECT_TRUE(took(start, 0ns));
        EXPECT_EQ(task.join(5ms), Status::timeout);
        EXPECT_TRUE(took(start, 5ms));
        EXPECT_EQ(task.join(start + 10ms), Status::timeout);
        EXPECT_TRUE(took(start, 10ms));
        EXPECT_EQ(task.join(1h), Status::ok);
        EXPECT_TRUE(took(start, 20ms));
    });
}

TEST_F(Join, all_joiners_wake_in_the_order_of_their_calls) {
    run([&] {
        const auto task = spawn("a", [] { sleep_for(10ms); });
        const auto join = [&, task] { log(task.join()); };
        for (const char* name : {"b", "c", "d"})
            spawn(name, join);
        spawn(at_level("high", kHigh), join);
    });
    EXPECT_EQ(trace(), "high:ok b:ok c:ok d:ok");
}

TEST_F(Join, joiner_that_timed_out_is_not_woken_again) {
    run([&] {
        const auto task = spawn("a", [&] {
            sleep_for(10ms);
            log();
        });
        EXPECT_EQ(task.join(5ms), Status::timeout);
        log("timeout");
        sleep_for(10ms);
        log_time();
    });
    EXPECT_EQ(trace(), "main:timeout a main@15");
}

// --- Kernels --------------------------------------------------------------------------------------------------------

TEST_F(Spawn, kernels_nest) {
    run([&] {
        spawn("sleeper", [&] {
            sleep_for(5ms);
            log_time();
        });
        yield();
        Kernel inner({.policy = &kRoundRobin, .stacks = &stacks()});
        baton::run(inner, [&] {
            spawn("inner", [&] {
                sleep_for(10ms);
                log_time();
            });
            EXPECT_EQ(active_count(), 2U);
        });
        log_time("inner ended");
        EXPECT_STREQ(current().name(), "main");
        EXPECT_EQ(active_count(), 2U);
    });
    EXPECT_EQ(trace(), "inner@10 main:inner ended@10 sleeper@10");
}

TEST_F(Spawn, kernel_can_run_again) {
    Kernel kernel(options);
    for (int round = 0; round < 3; ++round) {
        baton::run(kernel, [&] {
            spawn("a", [&] { log(); });
            sleep_for(1ms);
        });
    }
    EXPECT_EQ(trace(), "a a a");
}

}  // namespace
}  // namespace baton::test
