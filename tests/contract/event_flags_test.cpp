#include <baton_config.hpp>

#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

using Flags = KernelTest;
using Clear = EventFlags::Clear;

TEST_F(Flags, wait_passes_while_its_flags_are_set) {
    EventFlags flags("buttons");
    run([&] {
        EXPECT_EQ(flags.get(), 0U);
        EXPECT_EQ(flags.wait_any(0b11, 0ns), Unexpected(Status::timeout));
        EXPECT_EQ(flags.try_wait_any(0b11), Unexpected(Status::would_block));
        EXPECT_EQ(flags.try_wait_all(0b11), Unexpected(Status::would_block));
        flags.set(0b101);
        EXPECT_EQ(flags.get(), 0b101U);
        EXPECT_EQ(flags.wait_any(0b11), 0b01U) << "only flags of the mask";
        EXPECT_EQ(flags.wait_any(0b1111, 1h), 0b101U);
        EXPECT_EQ(flags.try_wait_any(0b100), 0b100U);
        EXPECT_EQ(flags.wait_all(0b101), 0b101U);
        EXPECT_EQ(flags.try_wait_all(0b100), 0b100U);
        EXPECT_EQ(flags.wait_all(0b111, 1ms), Unexpected(Status::timeout)) << "one is missing";
        flags.clear(0b001);
        EXPECT_EQ(flags.get(), 0b100U);
        EXPECT_EQ(flags.wait_any(0b11, Clock::now()), Unexpected(Status::timeout));
    });
    EXPECT_STREQ(flags.name(), "buttons");
}

TEST_F(Flags, empty_mask_is_invalid) {
    EventFlags flags;
    run([&] {
        flags.set(~0U);
        EXPECT_EQ(flags.wait_any(0), Unexpected(Status::invalid));
        EXPECT_EQ(flags.wait_all(0), Unexpected(Status::invalid));
        EXPECT_EQ(flags.wait_all(0, 1ms), Unexpected(Status::invalid));
        EXPECT_EQ(flags.try_wait_any(0), Unexpected(Status::invalid));
    });
}

TEST_F(Flags, successful_wait_clears_what_satisfied_it_if_asked_to) {
    EventFlags flags;
    run([&] {
        flags.set(0b1111);
        EXPECT_EQ(flags.wait_any(0b10011, Clear::yes), 0b0011U);
        EXPECT_EQ(flags.get(), 0b1100U);
        EXPECT_EQ(flags.wait_all(0b10100, 0ns, Clear::yes), Unexpected(Status::timeout));
        EXPECT_EQ(flags.get(), 0b1100U) << "a wait that fails clears nothing";
        EXPECT_EQ(flags.try_wait_all(0b0100, Clear::yes), 0b0100U);
        EXPECT_EQ(flags.try_wait_any(0b0100, Clear::yes), Unexpected(Status::would_block));
        EXPECT_EQ(flags.wait_any(0b1000, 1ms, Clear::yes), 0b1000U);
        EXPECT_EQ(flags.get(), 0U);
    });
}

TEST_F(Flags, set_wakes_those_whose_wait_is_over_highest_first_then_in_arrival_order) {
    EventFlags flags;
    run([&] {
        spawn(at_level("low", kLow), [&] { log(flags.wait_any(0b001)); });
        spawn("both", [&] { log(flags.wait_all(0b011)); });
        spawn("other", [&] { log(flags.wait_any(0b100)); });
        spawn("any", [&] { log(flags.wait_any(0b111)); });
        spawn(at_level("high", kHigh), [&] { log(flags.wait_any(0b001)); });
        sleep_for(1ms);
        flags.set(0b001);
        log("one");
        sleep_for(1ms);
        flags.set(0b010);
        log("two");
        sleep_for(1ms);
        flags.set(0b100);
        EXPECT_FALSE(flags.has_waiters());
    });
    EXPECT_EQ(trace(), "high=1 main:one any=1 low=1 main:two both=3 other=4");
}

TEST_F(Flags, set_reaches_all_waiters_before_any_of_them_clears) {
    EventFlags flags;
    run([&] {
        for (const char* name : {"a", "b"})
            spawn(name, [&] { log(flags.wait_any(0b01, Clear::yes)); });
        spawn("all", [&] { log(flags.wait_all(0b11, Clear::yes)); });
        spawn("keeps", [&] { log(flags.wait_any(0b11)); });
        yield();
        flags.set(0b111);
        EXPECT_EQ(flags.get(), 0b100U);
        EXPECT_FALSE(flags.has_waiters());
        log(flags.try_wait_any(0b11));
    });
    EXPECT_EQ(trace(), "main:would_block a=1 b=1 all=3 keeps=3");
}

TEST_F(Flags, cleared_flag_is_gone_for_later_waits) {
    EventFlags flags;
    run([&] {
        spawn("a", [&] { log(flags.wait_any(0b1, Clear::yes)); });
        yield();
        flags.set(0b1);
        spawn("b", [&] { log(flags.wait_any(0b1, 10ms, Clear::yes)); });
        yield();
        sleep_for(5ms);
        flags.set(0b1);
    });
    EXPECT_EQ(trace(), "a=1 b=1");
    EXPECT_EQ(flags.get(), 0U);
}

TEST_F(Flags, waiter_woken_by_set_sees_success_even_if_clear_follows) {
    EventFlags flags;
    run([&] {
        spawn("a", [&] { log(flags.wait_all(0b11)); });
        spawn("b", [&] { log(flags.wait_any(0b11, 1h)); });
        yield();
        flags.set(0b11);
        flags.clear(0b11);
        EXPECT_EQ(flags.get(), 0U);
    });
    EXPECT_EQ(trace(), "a=3 b=3");
}

TEST_F(Flags, all_must_be_set_at_the_same_time) {
    EventFlags flags;
    run([&] {
        spawn("a", [&] { log(flags.wait_all(0b11, 10ms)); });
        yield();
        flags.set(0b01);
        flags.clear(0b01);
        flags.set(0b10);
    });
    EXPECT_EQ(trace(), "a:timeout");
}

TEST_F(Flags, timed_wait_ends_at_its_deadline_and_leaves_its_place) {
    EventFlags flags;
    run([&] {
        spawn("a", [&] {
            log(flags.wait_any(0b1, 10ms, Clear::yes));
            log_time();
        });
        spawn("b", [&] {
            log(flags.wait_any(0b1, 30ms));
            log_time();
        });
        sleep_for(20ms);
        flags.set(0b1);
    });
    EXPECT_EQ(trace(), "a:timeout a@10 b=1 b@20");
    EXPECT_EQ(flags.get(), 0b1U) << "who timed out clears nothing";
}

TEST_F(Flags, set_without_preemption_lets_the_setter_go_on) {
    options.preemption = Preemption::off;
    EventFlags flags;
    run([&] {
        spawn(at_level("high", kHigh), [&] { log(flags.wait_any(1)); });
        yield();
        flags.set(1);
        log("set");
        yield();
    });
    EXPECT_EQ(trace(), "main:set high=1");
}

TEST_F(Flags, cancelled_and_terminated_waiters_get_and_clear_nothing) {
    EventFlags flags;
    run([&] {
        const auto cancelled = spawn("cancelled", [&] { log(flags.wait_any(0b1, Clear::yes)); });
        const auto terminated = spawn("terminated", [&] { log(flags.wait_any(0b1, Clear::yes)); });
        spawn("b", [&] { log(flags.wait_any(0b1)); });
        yield();
        expect_ok(cancelled->cancel());
        expect_ok(terminated->terminate());
        flags.set(0b1);
    });
    EXPECT_EQ(trace(), "cancelled:cancelled b=1");
    EXPECT_EQ(flags.get(), 0b1U);
}

TEST_F(Flags, select_waits_for_flags_as_the_calls_do) {
    EventFlags flags;
    Semaphore semaphore(0);
    run([&] {
        std::uint32_t any = 0;
        std::uint32_t all = 0;
        flags.set(0b1);
        EXPECT_EQ(try_select(on_any(flags, 0b11, any, Clear::yes)), (Selected{0, Status::ok}));
        EXPECT_EQ(any, 0b1U);
        EXPECT_EQ(flags.get(), 0U);
        EXPECT_EQ(try_select(on_all(flags, 0b11, all)).status, Status::would_block);
        EXPECT_EQ(try_select(on_all(flags, 0, all)), (Selected{0, Status::invalid}));

        spawn("setter", [&] {
            flags.set(0b100);
            log(static_cast<long>(flags.get()));
            flags.set(0b1010);
        });
        EXPECT_EQ(select(on_acquire(semaphore), on_all(flags, 0b0110, all, Clear::yes), on_any(flags, 0b0010, any)),
                  (Selected{1, Status::ok}));
        EXPECT_EQ(all, 0b0110U);
        EXPECT_EQ(any, 0b1U) << "exactly one case goes through";
        EXPECT_EQ(flags.get(), 0b1000U);
        EXPECT_FALSE(flags.has_waiters());
    });
    EXPECT_EQ(trace(), "setter=4");
}

void set_one(void* flags) {
    EXPECT_EQ(isr::set(*static_cast<EventFlags*>(flags), 0b01), Status::ok);
}
void set_two(void* flags) {
    EXPECT_EQ(isr::set(*static_cast<EventFlags*>(flags), 0b10), Status::ok);
}

TEST_F(Flags, interrupt_sets_flags_and_wakes_waiters) {
    EventFlags flags;
    run([&] {
        for (const char* name : {"a", "b"})
            spawn(at_level(name, kHigh), [&] { log(flags.wait_any(0b11)); });
        spawn(at_level("other", kHigh), [&] { log(flags.wait_any(0b10)); });
        raise_interrupt(set_one, &flags);
        yield();
        EXPECT_EQ(flags.get(), 0b01U);
        log();
        raise_interrupt(set_two, &flags);
        yield();
        EXPECT_EQ(flags.get(), 0b11U);
    });
    EXPECT_EQ(trace(), "a=1 b=1 main other=2");
}

TEST_F(Flags, flags_set_by_interrupts_before_the_kernel_looks_are_set_in_one_go) {
    options.preemption = Preemption::off;
    EventFlags flags;
    run([&] {
        spawn("a", [&] { log(flags.wait_any(0b11, Clear::yes)); });
        yield();
        raise_interrupt(set_one, &flags);
        raise_interrupt(set_two, &flags);
        sleep_for(1ms);
        EXPECT_EQ(flags.get(), 0U);
    });
    EXPECT_EQ(trace(), "a=3");
}

TEST_F(Flags, flags_of_a_refused_message_come_with_the_next_ones) {
    options.preemption = Preemption::off;
    EventFlags flags;
    run([&] {
        raise_interrupt(
            [](void* object) {
                EventFlags& target = *static_cast<EventFlags*>(object);
                for (std::uint32_t i = 0; i < kConfig.inbox_entries; ++i)
                    EXPECT_EQ(isr::post([](Kernel&, void*) {}, nullptr), Status::ok);
                EXPECT_EQ(isr::set(target, 0b01), Status::overflow);
            },
            &flags);
        yield();
        EXPECT_EQ(flags.get(), 0U);
        flags.set(0b10);
        EXPECT_EQ(flags.get(), 0b11U);
    });
}

}  // namespace
}  // namespace baton::test
