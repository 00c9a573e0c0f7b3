// What the contract tests share: a fresh kernel for each test, and a log of who did what in which order.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <baton/isr.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hal/machine.hpp"
#include "hal/stack.hpp"
#include "tests/support/machine.hpp"

namespace baton {

// How GoogleTest shows them.
inline void PrintTo(Status status, std::ostream* out) {
    *out << to_string(status);
}
inline void PrintTo(TaskState state, std::ostream* out) {
    *out << to_string(state);
}

}  // namespace baton

namespace baton::test {

using namespace std::chrono_literals;

// GoogleTest's way from a failed expectation to the console takes kilobytes of stack.
inline constexpr std::size_t kStackBytes = std::max<std::size_t>(hal::kPooledStackBytes, 8192);

// What a task of a test needs that itself expects nothing and only logs.
inline constexpr std::size_t kSmallStackBytes = 2048;

// Stacks for all tests. The blocks must have come back at the end of each.
inline StackPool& stacks() {
    static StackPool pool(hal::task_memory(), kStackBytes);
    return pool;
}

// What happened, in its order: a short entry each time, with the name of the task that made it.
class Log {
  public:
    void add(const char* what, std::optional<long> number = std::nullopt, char separator = '=') {
        const char* const task = current().name();
        const NestedKernelEntry no_preemption;
        if (size_ < entries_.size())
            entries_[size_] = {task, what, number, separator};
        ++size_;
    }

    // The whole log: "a:ok b:timeout".
    std::string text() const {
        std::string text;
        for (std::size_t i = 0; i < std::min(size_, entries_.size()); ++i) {
            const Entry& entry = entries_[i];
            text.append(text.empty() ? "" : " ").append(entry.task);
            if (entry.what)
                text.append(":").append(entry.what);
            if (entry.number)
                text.append(1, entry.separator).append(std::to_string(*entry.number));
        }
        return text.append(size_ > entries_.size() ? " and more" : "");
    }

    std::size_t size() const { return size_; }

  private:
    struct Entry {
        const char* task;  // names of tasks are literals
        const char* what;
        std::optional<long> number;
        char separator;
    };

    std::array<Entry, 128> entries_{};
    std::size_t size_ = 0;
};

// Ends each test with a look at what it left behind.
class KernelTest : public testing::Test {
  protected:
    // How the kernel of run() is made; a test may change it first. Fixed priorities, where nothing depends on the time
    // that instructions take.
    KernelOptions options{.policy = &kFixedPriority, .stacks = &stacks()};

    // Runs `main` as the first task of a fresh kernel, until the last task has ended. What tasks refer to must be
    // outside `main`, which may end before them.
    template <class F>
    int run(F&& main) {
        Kernel kernel(options);
        start_ = Clock::now();
        const int status = baton::run(kernel, [&main] {
            if constexpr (std::is_void_v<decltype(main())>) {
                main();
                check_invariants();
            } else {
                const int result = main();
                check_invariants();
                return result;
            }
        });
        EXPECT_EQ(Kernel::running(), nullptr);
        return status;
    }

    // A task object that lives as long as the test. Not among the test's local variables: AddressSanitizer would find
    // what a task that has ended left on its stack in the frames of later calls.
    template <class T, class... Args>
    T& make(Args&&... arguments) {
        const auto task = std::make_shared<T>(std::forward<Args>(arguments)...);
        owned_.push_back(task);
        return *task;
    }

    void TearDown() override { EXPECT_EQ(stacks().in_use(), 0U) << "stacks that did not come back"; }

    // Makes an entry in the log: "task", "task:what", "task=3", "task:what=3", "task:timeout".
    void log() { log_.add(nullptr); }
    void log(const char* what) { log_.add(what); }
    void log(long number) { log_.add(nullptr, number); }
    void log(const char* what, long number) { log_.add(what, number); }
    void log(Status status) { log_.add(to_string(status).data()); }
    template <class T>
    void log(const Result<T>& result) {
        if (result.has_value())
            log_.add(nullptr, static_cast<long>(*result));
        else
            log(result.error());
    }
    // "task@20": 20 ms after the start of run(). Lateness of up to a millisecond does not show.
    void log_time() { log_.add(nullptr, static_cast<long>(since_start() / 1ms), '@'); }
    void log_time(const char* what) { log_.add(what, static_cast<long>(since_start() / 1ms), '@'); }

    // The whole log.
    std::string trace() const { return log_.text(); }

    Duration since_start() const { return Clock::now() - start_; }

  private:
    std::vector<std::shared_ptr<void>> owned_;
    Log log_;
    Clock::time_point start_;
};

// A task's options in short.
constexpr TaskOptions at_level(const char* name, Level level) {
    return {.name = name, .level = level};
}

// Of fixed priorities: main's level, and others around it.
inline constexpr Level kMain = kFixedPriority.initial_level;
inline constexpr Level kLow = kMain + 8;
inline constexpr Level kHigh = kMain - 4;
inline constexpr Level kHigher = kMain - 8;

// `duration` passed since `start`, and at most the machine's lateness more.
inline testing::AssertionResult took(Clock::time_point start, Duration duration) {
    const Duration taken = Clock::now() - start;
    if (taken >= duration && taken <= duration + kLatenessMax)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << taken.count() << " ns instead of " << duration.count() << " ns";
}

}  // namespace baton::test
