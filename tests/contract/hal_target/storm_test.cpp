// An interrupt every hundred instructions or so, each of which releases a semaphore.
#include "tests/support/storm.hpp"
#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

Semaphore* target;
volatile std::uint32_t raised, refused, wanted;

bool release_target() {
    raised = raised + 1;
    if (isr::release(*target) != Status::ok)
        refused = refused + 1;
    return raised != wanted;
}

class Storm : public KernelTest {
  protected:
    Storm() {
        target = &permits;
        raised = 0;
        refused = 0;
    }

    // Raises `count` more of them, while the calling task computes.
    void raise(std::uint32_t count) {
        wanted = raised + count;
        start_storm(release_target, 100ns);
        while (raised != wanted) {
        }
    }

    // A task above the others takes all permits; until it is cancelled.
    TaskHandle<> spawn_taker() {
        return spawn(at_level("taker", kHigh), [this] {
            while (permits.acquire() == Status::ok)
                ++taken;
        });
    }

    Semaphore permits{0};
    std::uint32_t taken = 0;
};

TEST_F(Storm, in_bursts_that_the_inbox_holds_loses_nothing) {
    constexpr std::uint32_t kBursts = 500;
    constexpr std::uint32_t kBurst = 60;
    static_assert(kBurst < kConfig.inbox_entries);
    run([&] {
        const auto taker = spawn_taker();
        for (std::uint32_t burst = 1; burst <= kBursts; ++burst) {
            raise(kBurst);
            yield();
            ASSERT_EQ(taken, burst * kBurst);
        }
        EXPECT_EQ(refused, 0U);
        EXPECT_EQ(this_kernel().inbox().lost(), 0U);
        expect_ok(taker->cancel());
    });
}

TEST_F(Storm, without_end_is_dealt_with_or_counted) {
    constexpr std::uint32_t kCount = 50'000;
    run([&] {
        const auto taker = spawn_taker();
        raise(kCount);
        yield();
        EXPECT_EQ(taken + refused, kCount);
        EXPECT_GT(taken, kCount / 10);
        EXPECT_EQ(this_kernel().inbox().lost(), refused);
        EXPECT_EQ(permits.count(), 0U);
        expect_ok(taker->cancel());
    });
}

}  // namespace
}  // namespace baton::test
