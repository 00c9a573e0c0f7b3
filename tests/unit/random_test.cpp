#include <baton/core/random.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace baton {
namespace {

// From the generator's reference implementation (Vigna's splitmix64.c).
TEST(Random, numbers_are_those_of_splitmix64) {
    constexpr std::array<std::uint64_t, 5> kFromZero{0xe220a8397b1dcdafU, 0x6e789e6aa1b965f4U, 0x06c45d188009454fU,
                                                     0xf88bb8a8724c81ecU, 0x1b39896a51a8749bU};
    constexpr std::array<std::uint64_t, 5> kFrom1234567{
        6457827717110365317U, 3203168211198807973U, 9817491932198370423U, 4593380528125082431U, 16408922859458223821U};
    Random zero(0);
    for (const std::uint64_t expected : kFromZero)
        EXPECT_EQ(zero(), expected);
    Random other(1234567);
    for (const std::uint64_t expected : kFrom1234567)
        EXPECT_EQ(other(), expected);
}

TEST(Random, same_seed_gives_the_same_numbers) {
    Random a(42), b(42), c(43);
    for (int i = 0; i < 100; ++i) {
        const std::uint64_t number = a();
        EXPECT_EQ(number, b());
        EXPECT_NE(number, c());
    }
}

TEST(Random, below_stays_below_and_reaches_every_number) {
    Random random(1);
    std::array<int, 6> counts{};
    for (int i = 0; i < 6'000; ++i)
        ++counts[random.below(6)];
    for (const int count : counts)
        EXPECT_NEAR(count, 1'000, 150);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(random.below(1), 0U);
    std::uint32_t highest = 0;
    for (int i = 0; i < 1'000; ++i)
        highest = std::max(highest, random.below(UINT32_MAX));
    EXPECT_GT(highest, UINT32_MAX / 2);
}

TEST(Random, serves_the_standard_library) {
    static_assert(std::uniform_random_bit_generator<Random>);
    static_assert(Random(1)() == Random(1)(), "usable at compile time");
    std::array<int, 5> numbers{1, 2, 3, 4, 5};
    std::ranges::shuffle(numbers, Random(5));
    std::ranges::sort(numbers);
    EXPECT_EQ(numbers, (std::array<int, 5>{1, 2, 3, 4, 5}));
}

}  // namespace
}  // namespace baton
