// What only a host is measured with: large numbers of tasks, virtual time, and the bare switch of stacks.
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>

#include "hal/context.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/trial.hpp"

namespace baton::bench {

namespace {

using namespace std::chrono_literals;

// The floor of all switching: two contexts and no kernel.
void raw_jump(Trial& trial) {
    trial.run([](Meter& meter) {
        static std::array<std::byte, 64 * 1024> stack;
        fcontext_t other = make_fcontext(stack.data() + stack.size(), stack.size(), [](transfer_t from) {
            for (;;)
                from = jump_fcontext(from.fctx, nullptr);
        });
        meter.measure({.operations = 2}, [&] { other = jump_fcontext(other, nullptr).fctx; });
    });
}

void yield_among_10000(Trial& trial) {
    constexpr int kTasks = 10'000;
    trial.run([](Meter& meter) {
        for (int i = 1; i < kTasks; ++i)
            helper(current().level(), [] { yield(); });
        meter.measure({.operations = kTasks, .loops = kTasks}, [] { yield(); });
    });
}

// One item from a producer to a consumer through a queue that both keep running into the ends of.
template <int Capacity>
void queue_stream(Trial& trial) {
    Queue<std::uint32_t, Capacity> queue;
    trial.run([&](Meter& meter) {
        helper(current().level(), [&] { keep(queue.get()); });
        meter.measure({.loops = 2}, [&] { (void)queue.put(1); });
    });
}

void spawn_join(Trial& trial) {
    trial.run([](Meter& meter) { meter.measure({}, [] { (void)spawn("short", [] {}).join(); }); });
}

std::size_t resident_bytes() {
    std::size_t pages = 0, resident = 0;
    if (std::FILE* const file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%zu %zu", &pages, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// Memory that can be had without taking it from others.
std::size_t available_bytes() {
    std::size_t available_kb = 0;
    if (std::FILE* const file = std::fopen("/proc/meminfo", "r")) {
        char line[128];
        while (available_kb == 0 && std::fgets(line, sizeof(line), file))
            if (std::sscanf(line, "MemAvailable: %zu kB", &available_kb) != 1)
                available_kb = 0;
        std::fclose(file);
    }
    return available_kb * 1024;
}

// Stacks packed on huge pages: with a page fault for each, a million tasks would measure the host's memory management.
std::span<std::byte> packed_memory(std::size_t bytes) {
    constexpr std::size_t kHugePageBytes = 2 * 1024 * 1024;
    void* const pages = mmap(nullptr, bytes + kHugePageBytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    check(pages != MAP_FAILED, Fatal::no_memory, "no address space for a million tasks");
    void* begin = pages;
    std::size_t space = bytes + kHugePageBytes;
    std::align(kHugePageBytes, bytes, begin, space);
    (void)madvise(begin, bytes, MADV_HUGEPAGE);
    return {static_cast<std::byte*>(begin), bytes};
}

// A whole run: a million tasks are started, sleep for 2 s of virtual time and end. The first run after the host was
// idle is several times slower than all others; it is made, and not counted.
void sleepers_virtual(Trial& trial) {
    constexpr int kTasks = 1'000'000;
    constexpr std::size_t kStackBytes = 4096;
    constexpr std::size_t kNeededBytes = 5'000'000'000;
    static const std::span<std::byte> memory = packed_memory((kTasks + 1) * kStackBytes);
    static std::size_t resident_a_task = 0;
    const auto whole_run = [] {
        for (int i = 0; i < kTasks; ++i)
            (void)spawn("sleeper", [] { sleep_for(2s); });
        sleep_for(3s);
    };
    if (resident_a_task == 0) {
        const std::size_t before = resident_bytes();
        if (available_bytes() < kNeededBytes) {
            trial.run([](Meter& meter) { meter.skip("needs 5 GB of free memory"); });
            return;
        }
        trial.run(memory, kStackBytes, [&](Meter&) { whole_run(); });
        resident_a_task = (resident_bytes() - before) / kTasks;
    }
    trial.run(memory, kStackBytes, [&](Meter& meter) {
        meter.measure_once(1, whole_run);
        meter.state().counters["bytes_a_task"] = static_cast<double>(resident_a_task);
    });
}

// One switch among so many ready tasks, of which each goes behind all others: in a level in order of arrival, or in one
// that is ordered by a key, which is the same for all.
template <int Tasks, bool HasKey>
void choose_among(Trial& trial) {
    constexpr std::size_t kStackBytes = 4096;
    constexpr int kTurns = 100'000 / Tasks;
    static const std::span<std::byte> memory = packed_memory((Tasks + 1) * kStackBytes);
    if (HasKey && !kConfig.accounting) {
        trial.run([](Meter& meter) { meter.skip("the lean kernel has no keys"); });
        return;
    }
    trial.run(HasKey ? kEdf : kFixedPriority, memory, kStackBytes, [](Meter& meter) {
        for (int i = 1; i < Tasks; ++i)
            helper(current().level(), [] { yield(); });
        yield();  // all of them have run once
        meter.measure_once(kTurns * Tasks, [] {
            for (int turn = 0; turn < kTurns; ++turn)
                yield();
        });
    });
}

// 60 s of a device's life: ten tasks that wake each 10 ms.
void virtual_minute(Trial& trial) {
    trial.run([](Meter& meter) {
        meter.measure_once(1, [] {
            std::array<TaskHandle<>, 10> tasks;
            for (TaskHandle<>& task : tasks) {
                task = spawn("periodic", [start = Clock::now()] {
                    for (int i = 1; i <= 6000; ++i)
                        sleep_until(start + i * 10ms);
                });
            }
            for (TaskHandle<>& task : tasks)
                (void)task.join();
        });
    });
}

constexpr Case kCases[] = {
    {"jump_fcontext", raw_jump, false},
    {"yield/10000", yield_among_10000, false},
    {"queue/3", queue_stream<3>, false},
    {"queue/1024", queue_stream<1024>, false},
    {"spawn_join", spawn_join, false},
    {"sleepers_virtual/1000000", sleepers_virtual, false},
    {"virtual_minute", virtual_minute, false},
    {"choose_by_arrival/1", choose_among<1, false>, false},
    {"choose_by_arrival/32", choose_among<32, false>, false},
    {"choose_by_arrival/100000", choose_among<100'000, false>, false},
    {"choose_by_key/1", choose_among<1, true>, false},
    {"choose_by_key/32", choose_among<32, true>, false},
    {"choose_by_key/100000", choose_among<100'000, true>, false},
};

}  // namespace

std::span<const Case> machine_cases() {
    return kCases;
}

}  // namespace baton::bench
