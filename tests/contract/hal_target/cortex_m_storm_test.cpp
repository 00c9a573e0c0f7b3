// An interrupt every hundred instructions or so, each of which releases a semaphore.
#include <algorithm>
#include <array>
#include <board.hpp>

#include "hal/cortex_m/registers.hpp"
#include "tests/contract/fixture.hpp"

namespace baton::test {
namespace {

constexpr std::size_t kSystemVectors = 16;
constexpr std::uintptr_t kVectorTableOffset = 0xe000ed08;  // VTOR
constexpr unsigned kTimer1Interrupt = hal::kTimer0Interrupt + 1;
constexpr std::uint32_t kTimerOn = 1, kTimerInterrupt = 8;

hal::Timer& timer1() {
    return *(&hal::timer0() + 0x1000 / sizeof(hal::Timer));
}

using Vector = void (*)();
alignas(512) std::array<Vector, kSystemVectors + hal::kInterrupts> vectors;

Semaphore* target;
volatile std::uint32_t raised, refused, wanted;

void timer1_interrupt() {
    timer1().interrupt = 1;
    raised = raised + 1;
    if (isr::release(*target) != Status::ok)
        refused = refused + 1;
    if (raised == wanted)
        timer1().control = 0;
}

class Storm : public KernelTest {
  protected:
    Storm() {
        const auto* const image_vectors = reinterpret_cast<const Vector*>(hal::reg(kVectorTableOffset));
        std::copy_n(image_vectors, vectors.size(), vectors.begin());
        vectors[kSystemVectors + kTimer1Interrupt] = timer1_interrupt;
        asm volatile("dsb" ::: "memory");
        hal::reg(kVectorTableOffset) = reinterpret_cast<std::uintptr_t>(vectors.data());
        asm volatile("dsb\n\tisb" ::: "memory");
        target = &permits;
        raised = 0;
        refused = 0;
    }
    ~Storm() override { hal::interrupt_disable(kTimer1Interrupt); }

    // Raises `count` more of them, while the calling task computes.
    void raise(std::uint32_t count) {
        wanted = raised + count;
        timer1().reload = 100 * (hal::kClockHz / 1'000'000) / 1000;
        timer1().value = timer1().reload;
        hal::interrupt_enable(kTimer1Interrupt);
        timer1().control = kTimerOn | kTimerInterrupt;
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
