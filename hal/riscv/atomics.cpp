// Atomic operations that the processor lacks: those that read and write 8 or 16 bits, and on cores of 32 bits all of
// 64. GCC calls libatomic's functions then, and there is no libatomic for bare metal. On one hart nothing comes between
// instructions but an interrupt.
//
// Loads and stores of 8 and 16 bits are single instructions, which GCC knows.
#include <cstdint>

#include "hal/interrupts.hpp"

namespace {

class Masked {
  public:
    Masked() : state_(baton::hal::interrupts_save()) {}
    ~Masked() { baton::hal::interrupts_restore(state_); }
    Masked(const Masked&) = delete;
    Masked& operator=(const Masked&) = delete;

  private:
    baton::hal::InterruptState state_;
};

// Replaces `object`'s value by what `change` makes of it; returns the old one.
template <class Integer, class F>
Integer update(volatile void* object, F change) {
    volatile Integer& value = *static_cast<volatile Integer*>(object);
    const Masked masked;
    const Integer old = value;
    value = static_cast<Integer>(change(old));
    return old;
}

template <class Integer>
bool compare_exchange(volatile void* object, void* expected, Integer desired) {
    Integer& wanted = *static_cast<Integer*>(expected);
    const Integer old = update<Integer>(object, [&](Integer value) { return value == wanted ? desired : value; });
    const bool equal = old == wanted;
    wanted = old;
    return equal;
}

}  // namespace

// libatomic's interface; the last argument of each is the memory order.
#define SUPPLY_UPDATE(name, bytes, Integer, expression)                                         \
    Integer __atomic_##name##_##bytes(volatile void* object, Integer operand, int) {            \
        return update<Integer>(object, [=](Integer value) { return (void)value, expression; }); \
    }
#define SUPPLY_UPDATES(bytes, Integer)                                                                               \
    SUPPLY_UPDATE(exchange, bytes, Integer, operand)                                                                 \
    SUPPLY_UPDATE(fetch_add, bytes, Integer, value + operand)                                                        \
    SUPPLY_UPDATE(fetch_sub, bytes, Integer, value - operand)                                                        \
    SUPPLY_UPDATE(fetch_and, bytes, Integer, value& operand)                                                         \
    SUPPLY_UPDATE(fetch_or, bytes, Integer, value | operand)                                                         \
    SUPPLY_UPDATE(fetch_xor, bytes, Integer, value ^ operand)                                                        \
    bool __atomic_compare_exchange_##bytes(volatile void* object, void* expected, Integer desired, bool, int, int) { \
        return compare_exchange(object, expected, desired);                                                          \
    }

extern "C" {

SUPPLY_UPDATES(1, std::uint8_t)
SUPPLY_UPDATES(2, std::uint16_t)

#if __riscv_xlen == 32
SUPPLY_UPDATES(8, std::uint64_t)

std::uint64_t __atomic_load_8(const volatile void* object, int) {
    const Masked masked;
    return *static_cast<const volatile std::uint64_t*>(object);
}
void __atomic_store_8(volatile void* object, std::uint64_t value, int) {
    (void)update<std::uint64_t>(object, [=](std::uint64_t) { return value; });
}
#endif
}
