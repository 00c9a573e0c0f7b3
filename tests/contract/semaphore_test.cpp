#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

// What both kinds have in common.
template <class T>
class AnySemaphore : public KernelTest {};

using Kinds = testing::Types<Semaphore, BoundedSemaphore>;
TYPED_TEST_SUITE(AnySemaphore, Kinds);

TYPED_TEST(AnySemaphore, gives_as_many_permits_as_it_has) {
    TypeParam semaphore(2, "room");
    this->run([&] {
        EXPECT_EQ(semaphore.count(), 2U);
        EXPECT_EQ(semaphore.try_acquire(), Status::ok);
        EXPECT_EQ(semaphore.acquire(), Status::ok);
        EXPECT_EQ(semaphore.count(), 0U);
        EXPECT_EQ(semaphore.try_acquire(), Status::would_block);
        EXPECT_EQ(semaphore.acquire(1ms), Status::timeout);
        EXPECT_EQ(semaphore.release(), Status::ok);
        EXPECT_EQ(semaphore.count(), 1U);
        EXPECT_EQ(semaphore.acquire(1ms), Status::ok);
    });
    EXPECT_STREQ(semaphore.name(), "room");
}

TYPED_TEST(AnySemaphore, wakes_waiters_in_arrival_order) {
    TypeParam semaphore(1);
    this->run([&] {
        expect_ok(semaphore.acquire());
        for (const char* name : {"a", "b", "c"}) {
            spawn(name, [&] {
                this->log(semaphore.acquire());
                expect_ok(semaphore.release());
            });
        }
        yield();
        EXPECT_TRUE(semaphore.has_waiters());
        expect_ok(semaphore.release());
    });
    EXPECT_EQ(this->trace(), "a:ok b:ok c:ok");
    EXPECT_EQ(semaphore.count(), 1U);
}

TYPED_TEST(AnySemaphore, wakes_the_highest_waiter_first) {
    TypeParam semaphore(1);
    this->run([&] {
        expect_ok(semaphore.acquire());
        for (const TaskOptions& task : {at_level("low", kLow), at_level("b", kHigh), at_level("a", kHigher),
                                        at_level("lowest", kLow + 1), at_level("c", kHigh)}) {
            spawn(task, [&] {
                this->log(semaphore.acquire());
                expect_ok(semaphore.release());
            });
        }
        sleep_for(1ms);
        expect_ok(semaphore.release());
        this->log();
    });
    EXPECT_EQ(this->trace(), "a:ok b:ok c:ok main low:ok lowest:ok");
}

TYPED_TEST(AnySemaphore, permit_goes_to_the_waiter_and_nobody_snatches_it) {
    TypeParam semaphore(1);
    this->run([&] {
        expect_ok(semaphore.acquire());
        spawn("waiter", [&] { this->log(semaphore.acquire()); });
        yield();
        expect_ok(semaphore.release());
        EXPECT_EQ(semaphore.count(), 0U);
        EXPECT_FALSE(semaphore.has_waiters());
        this->log(semaphore.try_acquire());
    });
    EXPECT_EQ(this->trace(), "main:would_block waiter:ok");
}

TYPED_TEST(AnySemaphore, waiter_that_timed_out_leaves_its_place) {
    TypeParam semaphore(1);
    this->run([&] {
        expect_ok(semaphore.acquire());
        spawn("a", [&] { this->log(semaphore.acquire(5ms)); });
        spawn("b", [&] { this->log(semaphore.acquire()); });
        sleep_for(10ms);
        expect_ok(semaphore.release());
        EXPECT_EQ(semaphore.count(), 0U);
    });
    EXPECT_EQ(this->trace(), "a:timeout b:ok");
}

TYPED_TEST(AnySemaphore, never_lets_more_in_than_it_has_permits) {
    constexpr int kRooms = 4;
    TypeParam rooms(kRooms);
    int inside = 0;
    int most = 0;
    int served = 0;
    this->run([&] {
        for (int guest = 0; guest < 13; ++guest) {
            spawn("guest", [&, guest] {
                sleep_for(guest % 5 * 1ms);
                expect_ok(rooms.acquire());
                most = std::max(most, ++inside);
                sleep_for(10ms);
                --inside;
                ++served;
                expect_ok(rooms.release());
            });
        }
    });
    EXPECT_EQ(most, kRooms);
    EXPECT_EQ(served, 13);
    EXPECT_EQ(rooms.count(), static_cast<std::uint32_t>(kRooms));
}

using Semaphores = KernelTest;

TEST_F(Semaphores, unbounded_one_takes_more_permits_than_it_started_with) {
    Semaphore semaphore(0);
    run([&] {
        for (int i = 0; i < 100; ++i)
            EXPECT_EQ(semaphore.release(), Status::ok);
        EXPECT_EQ(semaphore.count(), 100U);
    });
}

TEST_F(Semaphores, release_past_the_largest_count_overflows) {
    Semaphore semaphore(static_cast<int>(Semaphore::kCountMax) - 1);
    run([&] {
        EXPECT_EQ(semaphore.release(), Status::ok);
        EXPECT_EQ(semaphore.release(), Status::overflow);
        EXPECT_EQ(semaphore.count(), Semaphore::kCountMax);
        EXPECT_EQ(semaphore.acquire(), Status::ok);
        EXPECT_EQ(semaphore.release(), Status::ok);
    });
}

TEST_F(Semaphores, bounded_one_refuses_a_release_past_its_start) {
    BoundedSemaphore semaphore(2);
    run([&] {
        EXPECT_EQ(semaphore.release(), Status::overflow);
        expect_ok(semaphore.acquire());
        EXPECT_EQ(semaphore.release(), Status::ok);
        EXPECT_EQ(semaphore.release(), Status::overflow);
        EXPECT_EQ(semaphore.count(), 2U);
    });
}

TEST_F(Semaphores, bounded_one_of_no_permits_never_has_any) {
    BoundedSemaphore semaphore(0);
    run([&] {
        EXPECT_EQ(semaphore.try_acquire(), Status::would_block);
        EXPECT_EQ(semaphore.release(), Status::overflow);
        EXPECT_EQ(semaphore.acquire(1ms), Status::timeout);
    });
}

TEST_F(Semaphores, bounded_one_of_no_permits_hands_none_to_a_waiter) {
    BoundedSemaphore semaphore(0);
    run([&] {
        spawn("waiter", [&] { log(semaphore.acquire(10ms)); });
        yield();
        log(semaphore.release());
    });
    EXPECT_EQ(trace(), "main:overflow waiter:timeout");
}

}  // namespace
}  // namespace baton::test
