// The kernel's own preemptions, by the alarm, at random points of code that never calls the kernel.
#include "tests/contract/fixture.hpp"

// See preemption_test.cpp.
extern "C" {
int run_register_pattern(const volatile int* stop);
void trash_registers();
}

namespace baton::test {
namespace {

constexpr LevelRow kRows[] = {{.on_expiry = 0, .on_wake = 0}, {.quantum = 97us, .on_expiry = 1, .on_wake = 1}};
constexpr DispatchTable kTable{.name = "slices", .rows = kRows, .initial_level = 1};
static_assert(kTable.is_valid());

constexpr std::uint32_t kPreemptions = 100'000;

volatile int stop_pattern = 0;

using Slicing = KernelTest;

// A task above them sleeps for random times, of few instructions, and overwrites every register that it may whenever it
// wakes; in between the tasks change places at the ends of their quanta.
TEST_F(Slicing, all_registers_and_flags_survive_a_hundred_thousand_preemptions_at_random_points) {
    options.policy = &kTable;
    stop_pattern = 0;
    std::array<int, 3> damage{};
    std::array<Duration, 3> cpu{};
    std::uint32_t preemptions = 0;
    run([&] {
        current().set_level(0);
        std::array<TaskHandle<>, 3> tasks;
        for (std::size_t i = 0; i < tasks.size(); ++i)
            tasks[i] = spawn("pattern", [&, i] { damage[i] = run_register_pattern(&stop_pattern); });
        Random random(1);
        // To it and back: a sleep that is over before it begins is none.
        for (; preemptions < kPreemptions; preemptions = this_kernel().switches() / 2) {
            sleep_for(Duration(100 + random.below(5'000)));
            trash_registers();
        }
        stop_pattern = 1;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            expect_ok(tasks[i].join());
            cpu[i] = tasks[i]->cpu_time();
        }
    });
    EXPECT_GE(preemptions, kPreemptions);
    for (std::size_t i = 0; i < damage.size(); ++i) {
        EXPECT_EQ(damage[i], 0) << i;
        EXPECT_GT(cpu[i], 50ms) << i;
    }
}

}  // namespace
}  // namespace baton::test
