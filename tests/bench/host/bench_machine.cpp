#include <bench_machine.hpp>

#include <sys/mman.h>

#include <baton/baton.hpp>
#include <ctime>

namespace baton::bench {

std::span<std::byte> trial_memory() {
    static const std::span<std::byte> memory = [] {
        constexpr std::size_t kBytes = 100'000 * kTrialStackBytes;
        void* const pages = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        check(pages != MAP_FAILED, Fatal::no_memory, "no address space for the benchmarks' stacks");
        return std::span(static_cast<std::byte*>(pages), kBytes);
    }();
    return memory;
}

ProcessorClock::time_point ProcessorClock::now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

namespace {

void (*interrupt_handler)() = nullptr;

}  // namespace

void set_interrupt_handler(void (*handler)()) {
    interrupt_handler = handler;
}

void raise_interrupt() {
    sim::Machine::the().interrupt([](void*) { interrupt_handler(); }, nullptr);
    yield();
}

ProcessorClock::duration Meter::counter_duration(std::int64_t counts) {
    // The counter's rate, measured once.
    static const double ns_a_count = [] {
        const auto begin = std::chrono::steady_clock::now();
        const std::int64_t first = counter();
        while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(20)) {
        }
        const std::int64_t elapsed = counter() - first;
        return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count() /
               static_cast<double>(elapsed);
    }();
    return std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(counts) * ns_a_count));
}

}  // namespace baton::bench
