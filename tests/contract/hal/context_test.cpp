#include "hal/context.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <span>

#include "hal/stack.hpp"

namespace baton {
namespace {

// Contexts only compute: a failing expectation prints, which needs more stack than a task has.
class HalContext : public testing::Test {
  protected:
    static constexpr std::size_t kBytes = hal::kStackOverhead + 2048;

    fcontext_t make(void (*function)(transfer_t), std::size_t unaligned = 0) {
        return make_fcontext(stack_.data() + kBytes - unaligned, kBytes - unaligned, function);
    }

    alignas(hal::kStackAlignment) std::array<std::byte, kBytes> stack_{};
};

void count_up(transfer_t from) {
    for (;;)
        from = jump_fcontext(from.fctx, static_cast<int*>(from.data) + 1);
}

TEST_F(HalContext, data_passes_both_ways) {
    std::array<int, 1001> cells{};
    transfer_t from{make(count_up), cells.data()};
    for (std::size_t i = 0; i < 1000; ++i) {
        from = jump_fcontext(from.fctx, from.data);
        ASSERT_EQ(from.data, &cells[i + 1]);
    }
}

// More values than a processor has registers, alive across a switch.
template <typename Switch>
std::uint32_t compute_across(std::uint32_t seed, const Switch& switch_away) {
    std::array<std::uint32_t, 24> value;
    for (std::uint32_t i = 0; i < value.size(); ++i)
        value[i] = seed = seed * 1'664'525 + 1'013'904'223;
    const auto [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] = value;
    switch_away();
    return a ^ b * 3 ^ c * 5 ^ d * 7 ^ e * 11 ^ f * 13 ^ g * 17 ^ h * 19 ^ i * 23 ^ j * 29 ^ k * 31 ^ l * 37 ^ m * 41 ^
           n * 43 ^ o * 47 ^ p * 53 ^ q * 59 ^ r * 61 ^ s * 67 ^ t * 71 ^ u * 73 ^ v * 79 ^ w * 83 ^ x * 89;
}

void compute_and_compare(transfer_t from) {
    bool right = true;
    for (std::uint32_t seed = 0;; ++seed) {
        const auto without = compute_across(seed, [] {});
        const auto with = compute_across(seed, [&] { from = jump_fcontext(from.fctx, &right); });
        right = right && with == without;
    }
}

TEST_F(HalContext, switch_keeps_the_values_of_both_sides) {
    transfer_t other{make(compute_and_compare), nullptr};
    for (std::uint32_t seed = 1000; seed < 2000; ++seed) {
        const auto without = compute_across(seed, [] {});
        const auto with = compute_across(seed, [&] { other = jump_fcontext(other.fctx, nullptr); });
        ASSERT_EQ(with, without);
        ASSERT_TRUE(*static_cast<bool*>(other.data));
    }
}

void report_alignment(transfer_t from) {
    struct alignas(hal::kStackAlignment) Block {
        std::array<volatile std::byte, hal::kStackAlignment> bytes;
    };
    Block block;
    block.bytes[0] = std::byte{1};
    const std::uintptr_t misalignment = reinterpret_cast<std::uintptr_t>(&block) % hal::kStackAlignment;
    jump_fcontext(from.fctx, reinterpret_cast<void*>(misalignment));
}

TEST_F(HalContext, entry_has_an_aligned_stack_wherever_the_stack_ends) {
    for (std::size_t unaligned = 0; unaligned <= hal::kStackAlignment; ++unaligned)
        EXPECT_EQ(jump_fcontext(make(report_alignment, unaligned), nullptr).data, nullptr) << unaligned;
}

void jump_on(transfer_t from) {
    // Not back to who jumped here, but on to the context in `data`, which gets this one.
    for (;;) {
        auto* const next = static_cast<fcontext_t*>(from.data);
        const fcontext_t to = *next;
        *next = from.fctx;
        from = jump_fcontext(to, next);
    }
}

void jump_back(transfer_t from) {
    for (;;)
        from = jump_fcontext(*static_cast<fcontext_t*>(from.data), from.fctx);
}

TEST_F(HalContext, three_contexts_jump_in_a_ring) {
    alignas(hal::kStackAlignment) static std::array<std::byte, kBytes> second_stack;
    fcontext_t first = make(jump_on);
    fcontext_t next = make_fcontext(second_stack.data() + kBytes, kBytes, jump_back);
    const transfer_t from = jump_fcontext(first, &next);
    // The last one in the ring jumps here, and passes what jumped to it.
    EXPECT_NE(from.fctx, nullptr);
    EXPECT_NE(from.data, nullptr);
    EXPECT_NE(from.fctx, from.data);
}

}  // namespace
}  // namespace baton
