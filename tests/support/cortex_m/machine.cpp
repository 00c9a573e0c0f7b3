// An interrupt line that no device uses is made pending by software. Its handler is entered in a copy of the vector
// table: the image's own table is in read-only memory.
#include "tests/support/machine.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <board.hpp>
#include <cstdint>

#include "hal/cortex_m/registers.hpp"
#include "tests/support/cortex_m/protection.hpp"
#include "tests/support/cortex_m/vectors.hpp"

namespace baton::test {

namespace {

constexpr unsigned kLine = 31;
constexpr std::size_t kSystemVectors = 16;
constexpr std::size_t kVectors = kSystemVectors + hal::kInterrupts;
constexpr std::uintptr_t kVectorTableOffset = 0xe000ed08;    // VTOR
constexpr std::uintptr_t kInterruptSetPending = 0xe000e200;  // ISPR

using Vector = void (*)();

alignas(std::bit_ceil(kVectors * sizeof(Vector))) std::array<Vector, kVectors> vectors;

void (*handler_now)(void*);
void* argument_now;
volatile bool handled;

void line_interrupt() {
    handler_now(argument_now);
    handled = true;
}

void use_copy_of_vectors() {
    const auto* const image_vectors = reinterpret_cast<const Vector*>(hal::reg(kVectorTableOffset));
    if (image_vectors == vectors.data())
        return;
    // They may begin where null pointers point to, which is protected.
    without_protection([&] { std::copy_n(image_vectors, kVectors, vectors.begin()); });
    hal::reg(kVectorTableOffset) = reinterpret_cast<std::uintptr_t>(vectors.data());
    asm volatile("dsb\n\tisb" ::: "memory");
}

}  // namespace

void set_system_vector(unsigned exception, void (*handler)()) {
    use_copy_of_vectors();
    vectors[exception] = handler;
    asm volatile("dsb" ::: "memory");
}

void set_vector(unsigned number, void (*handler)()) {
    set_system_vector(kSystemVectors + number, handler);
}

// Sleeping tasks wake after some thousand instructions at most, of 1 ns each; most of them the check of a task's stack.
const Duration kLatenessMax = std::chrono::microseconds(50);

// The line is enabled only for as long as it takes: the idle loop takes an enabled one for something that may wake it.
void raise_interrupt(void (*handler)(void*), void* argument) {
    set_vector(kLine, line_interrupt);
    handler_now = handler;
    argument_now = argument;
    handled = false;
    hal::interrupt_enable(kLine);
    hal::reg(kInterruptSetPending) = 1U << kLine;
    asm volatile("dsb\n\tisb" ::: "memory");
    while (!handled) {
    }
    hal::interrupt_disable(kLine);
}

void let_computing_take_time() {}

}  // namespace baton::test
