// Which handler serves which of the board's interrupts.
#include <array>
#include <board.hpp>

extern "C" void unexpected();  // exceptions.S

namespace {

using Handler = void (*)();

constexpr std::array<Handler, baton::hal::kInterrupts> make_vectors() {
    std::array<Handler, baton::hal::kInterrupts> vectors{};
    vectors.fill(unexpected);
    vectors[baton::hal::kTimer0Interrupt] = baton::hal::timer0_interrupt;
    vectors[baton::hal::kUart0ReceiveInterrupt] = baton::hal::uart0_received;
    return vectors;
}

}  // namespace

// The linker script places this behind the processor's own vectors.
extern "C" [[gnu::section(".vectors.devices")]] constinit const auto device_vectors = make_vectors();
