#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

struct Account {
    int euros = 0;
    int changes = 0;
};

template <class LockType>
class AnyShared : public KernelTest {};
using Locks = testing::Types<Mutex, RecursiveMutex>;
TYPED_TEST_SUITE(AnyShared, Locks);

TYPED_TEST(AnyShared, value_is_reached_under_the_lock_only) {
    Shared<Account, TypeParam> account(LockName("account"), 100, 0);
    this->run([&] {
        EXPECT_EQ(account.with([](Account& it) { return ++it.changes; }), 1);
        {
            const auto guard = account.lock();
            guard->euros -= 30;
            (*guard).changes++;
            spawn("other", [&] {
                this->log(account.try_acquire().error());
                this->log(account.acquire(5ms).error());
                auto later = account.acquire(20ms);
                this->log_time("has it");
                (*later)->euros = 0;
            });
            sleep_for(10ms);
            EXPECT_EQ(guard->euros, 70);
        }
        this->log_time("gave it up");
        EXPECT_EQ(account.with([](const Account& it) { return it.changes; }), 2);
    });
    EXPECT_EQ(this->trace(), "other:would_block other:timeout main:gave it up@10 other:has it@10");
    EXPECT_STREQ(account.name(), "account");
}

using SharedValues = KernelTest;

TEST_F(SharedValues, many_tasks_lose_no_update) {
    Shared<int> sum(0);
    run([&] {
        for (int task = 0; task < 5; ++task) {
            spawn("adder", [&] {
                for (int i = 0; i < 20; ++i) {
                    sum.with([](int& value) {
                        const int before = value;
                        yield();
                        value = before + 1;
                    });
                }
            });
        }
    });
    run([&] { EXPECT_EQ(*sum.lock(), 100); });
}

TEST_F(SharedValues, recursive_lock_may_be_taken_again) {
    Shared<int, RecursiveMutex> value(1);
    run([&] {
        value.with([&](int& outer) { value.with([&](int& inner) { inner = outer + 1; }); });
        EXPECT_EQ(*value.lock(), 2);
    });
}

TEST_F(SharedValues, lock_that_is_held_already_is_a_deadlock) {
    Shared<int> value(1);
    run([&] {
        const auto guard = value.lock();
        EXPECT_EQ(value.acquire().error(), Status::deadlock);
        EXPECT_EQ(value.try_acquire().error(), Status::would_block);
    });
}

TEST_F(SharedValues, value_left_in_the_middle_is_out_of_reach_until_it_is_repaired) {
    Shared<int> value(1);
    run([&] {
        spawn("careless", [&] {
            // A guard that is never destroyed, as if the task had been terminated.
            alignas(Shared<int>::Guard) static std::byte place[sizeof(Shared<int>::Guard)];
            auto* const guard = new (place) Shared<int>::Guard(value.lock());
            **guard = 13;
        });
        yield();
        EXPECT_EQ(value.acquire().error(), Status::owner_dead);
        EXPECT_EQ(value.acquire(1ms).error(), Status::owner_dead);
        EXPECT_EQ(value.try_acquire().error(), Status::owner_dead);
        {
            const auto guard = value.repair();
            ASSERT_TRUE(guard.has_value());
            EXPECT_EQ(**guard, 13);
            **guard = 1;
        }
        EXPECT_EQ(value.with([](const int& it) { return it; }), 1);
        EXPECT_TRUE(value.acquire().has_value());
    });
}

}  // namespace
}  // namespace baton::test
