// As cases.cpp, for timers, futures, pools, generators and coroutines.
#include <baton/baton.hpp>
#include <memory>
#include <optional>

#include "hal/stack.hpp"
#include "tests/contract/fatal/case.hpp"

namespace {

using namespace baton;
using namespace std::chrono_literals;

// Writes just past the end of the stack that the task is on.
[[gnu::noinline]] void dig() {
    volatile std::byte frame[64];
    for (volatile std::byte& byte : frame)
        byte = std::byte{1};
    if (const_cast<const std::byte*>(&frame[0]) > current().stack_limit())
        dig();
    frame[0] = frame[1];
}

void dig_and_yield(Yielder<int>& yield) {
    dig();
    yield(1);
}

void generator_overflow() {
    // Its block lies below the next one's, and takes what that one writes past its end.
    static std::optional<Generator<int>> cushion, deep;
    cushion.emplace([](auto& yield) { yield(1); });
    deep.emplace(dig_and_yield);
    expect_ok(spawn("digger", [] { (void)deep->next(); }).join());
}

void static_generator_overflow() {
    constexpr std::size_t kBytes = 2048 + hal::kStackOverhead;
    constexpr std::size_t kAligned = kBytes / hal::kStackAlignment * hal::kStackAlignment;
    alignas(hal::kStackAlignment) static std::byte memory[1024 + kAligned];
    static Generator<int> deep(std::span<std::byte>(memory).subspan(1024), dig_and_yield);
    expect_ok(spawn("digger", [] { (void)deep.next(); }).join());
}

void generator_in_use() {
    static std::optional<Generator<int>> generator;
    generator.emplace([](auto& yield) {
        generator.reset();
        yield(1);
    });
    (void)generator->next();
}

void coroutine_without_parent() {
    static std::optional<Coroutine<int>> home, traveller;
    home.emplace();
    traveller.emplace(*home, [](Coroutine<int>& self, int value) { return *self.switch_to(*home, value); });
    (void)home->switch_to(*traveller, 1);
    spawn("other", [] {
        Coroutine<int> other_home;
        (void)other_home.switch_to(*traveller, 2);
    });
    sleep_for(1ms);
}

void future_in_use() {
    Future<int> future;
    FutureState<int> state("asked for");
    future = Promise<int>(state).future();
}

void promise_in_use() {
    static FutureState<int> state("promised");
    const Promise<int> one(state);
    const Promise<int> two(state);
}

void value_of_a_failed_future() {
    static FutureState<int> state;
    (void)Promise<int>(state).future().value();
}

void running_callback() {
    static FutureState<int> state;
    static std::optional<DoneCallback<int>> callback;
    callback.emplace([](const Future<int>&) { callback.reset(); });
    Promise<int> promise(state);
    expect_ok(promise.future().add_done_callback(*callback));
    expect_ok(promise.set(1));
}

void timer_in_its_callback() {
    static PooledTimerService timers;
    static std::optional<Timer> timer;
    timer.emplace(
        timers, [] { timer.reset(); }, "short-lived");
    expect_ok(timer->start(1ms));
    sleep_for(2ms);
}

void pool_in_use() {
    TaskPool<1, 1> pool("open");
    (void)pool.apply([] {});
}

void shared_owner_dead() {
    static Shared<int> value(LockName("left"), 1);
    alignas(Shared<int>::Guard) static std::byte place[sizeof(Shared<int>::Guard)];
    expect_ok(spawn("careless", [] { new (place) Shared<int>::Guard(value.lock()); }).join());
    (void)value.acquire();
    value.with([](int& it) { ++it; });
}

constexpr test::Case kCases[] = {
    {"generator_overflow", generator_overflow},
    {"static_generator_overflow", static_generator_overflow},
    {"generator_in_use", generator_in_use},
    {"coroutine_without_parent", coroutine_without_parent},
    {"future_in_use", future_in_use},
    {"promise_in_use", promise_in_use},
    {"value_of_a_failed_future", value_of_a_failed_future},
    {"running_callback", running_callback},
    {"timer_in_its_callback", timer_in_its_callback},
    {"pool_in_use", pool_in_use},
    {"shared_owner_dead", shared_owner_dead},
};

}  // namespace

int app_main(Arguments arguments) {
    return test::provoke(kCases, arguments);
}
