// The same program with the same seed does the same, byte for byte.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <baton/baton.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>

#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "sim/machine.hpp"
#include "sim/trace/text_trace.hpp"

namespace baton::sim {
namespace {

using namespace std::chrono_literals;

// A bit of everything, at random.
void run_program(std::uint64_t seed, TraceSink& trace) {
    static StackPool stacks(hal::task_memory(), hal::kPooledStackBytes);
    Kernel kernel({.stacks = &stacks, .trace = &trace});
    JoinableQueue<int, 3> queue(3, "items");
    Mutex mutex("lock");
    Event event("go");
    baton::run(kernel, [&] {
        Random seeds(seed);
        for (const char* name : {"a", "b", "c", "d", "e"}) {
            spawn(name, [&, random = Random(seeds())]() mutable {
                for (int step = 0; step < 50; ++step) {
                    Machine::the().advance(random.below(3'000'000));
                    switch (random.below(6)) {
                        case 0: (void)queue.put(step, random.below(9) * 1ms); break;
                        case 1: (void)queue.get(random.below(9) * 1ms); break;
                        case 2: {
                            const std::lock_guard guard(mutex);
                            sleep_for(random.below(2'000) * 1us);
                            break;
                        }
                        case 3: (void)event.wait(random.below(9) * 1ms); break;
                        case 4: random.below(2) == 0 ? event.set() : event.clear(); break;
                        default: yield(); break;
                    }
                }
            });
        }
    });
}

class Determinism : public testing::Test {
  protected:
    Determinism()
        : folder_(std::filesystem::temp_directory_path() / ("baton-determinism-" + std::to_string(getpid()))) {
        std::filesystem::create_directory(folder_);
    }
    ~Determinism() override { std::filesystem::remove_all(folder_); }

    // The text of a trace that `record` writes.
    template <class F>
    std::string traced(F record) {
        const std::string path = folder_ / "trace.txt";
        record(path);
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }

  private:
    std::filesystem::path folder_;
};

void record_run(std::uint64_t seed, const std::string& path) {
    TextTrace trace(path);
    ASSERT_TRUE(trace.is_open());
    run_program(seed, trace);
    EXPECT_TRUE(trace.close());
}

// The trace of a run in a process of its own, whose clock stands at the same instant as any other's.
void record_in_process(std::uint64_t seed, const std::string& path) {
    const auto record = [&] {
        record_run(seed, path);
        std::_Exit(0);
    };
    EXPECT_EXIT(record(), testing::ExitedWithCode(0), "");
}

TEST_F(Determinism, same_seed_gives_the_same_trace_byte_for_byte) {
    const std::string first = traced([](const std::string& path) { record_in_process(1, path); });
    EXPECT_GT(first.size(), 10'000U);
    EXPECT_EQ(traced([](const std::string& path) { record_in_process(1, path); }), first);
}

TEST_F(Determinism, another_seed_gives_another_trace) {
    EXPECT_NE(traced([](const std::string& path) { record_in_process(1, path); }),
              traced([](const std::string& path) { record_in_process(2, path); }));
}

// `trace` with its times relative to `start`.
std::string relative(const std::string& trace, std::int64_t start) {
    std::istringstream lines(trace);
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word;
        bool is_time = true;
        while (words >> word) {
            text += (is_time ? std::to_string(std::stoll(word) - start) : word) + " ";
            is_time = word == "until";
        }
        text += "\n";
    }
    return text;
}

TEST_F(Determinism, fresh_kernels_in_one_process_do_the_same) {
    std::array<std::string, 3> traces;
    for (std::string& trace : traces) {
        const std::int64_t start = Machine::the().now();
        trace = relative(traced([](const std::string& path) { record_run(5, path); }), start);
    }
    EXPECT_GT(traces[0].size(), 10'000U);
    EXPECT_EQ(traces[1], traces[0]);
    EXPECT_EQ(traces[2], traces[0]);
}

TEST_F(Determinism, trace_that_cannot_be_written_says_so) {
    EXPECT_FALSE(TextTrace("/nonexistent/trace.txt").is_open());
    TextTrace full("/dev/full");
    ASSERT_TRUE(full.is_open());
    run_program(1, full);
    EXPECT_FALSE(full.close());
}

}  // namespace
}  // namespace baton::sim
