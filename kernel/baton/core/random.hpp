// Pseudo-random numbers for applications and tests: the same for the same seed on every machine.
#pragma once

#include <cstdint>

namespace baton {

// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
// Not for secrets. A std::uniform_random_bit_generator.
class Random {
  public:
    using result_type = std::uint64_t;  // all values of it

    // A sequence that depends on nothing but `seed`.
    explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

    // The next number.
    constexpr std::uint64_t operator()() {
        state_ += 0x9e37'79b9'7f4a'7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58'476d'1ce4'e5b9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d0'49bb'1331'11ebU;
        return mixed ^ (mixed >> 31);
    }

    // A number from 0 to `bound` - 1; `bound` is not 0. The bias is below bound / 2^32.
    constexpr std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(((*this)() >> 32) * bound >> 32);
    }

    // min(), max(): the bounds of the numbers, for the standard library's distributions.
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return UINT64_MAX; }

  private:
    std::uint64_t state_;
};

}  // namespace baton
