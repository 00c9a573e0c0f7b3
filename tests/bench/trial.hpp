// One measurement: a fresh kernel, and the meter that the operation is measured with.
//
// The meter is the machine's (target/bench_machine.hpp, host/bench_machine.hpp). It offers
//
//   measure(turn, operation)     what an operation costs, from a loop that runs it many times
//   measure_sleeping(operation)  the same for an operation in which the processor sleeps: without the sleep
//   measure_latency(operation)   what lies between the call of start() in `operation` and the call of stop() by
//                                whichever task it causes to run
//   measure_once(n, operation)   what cannot be repeated in one kernel: n operations in one call
#pragma once

#include <baton/baton.hpp>
#include <baton/isr.hpp>
#include <bench_machine.hpp>

namespace baton::bench {

// Levels under fixed priorities, above and below that of the measuring task.
inline constexpr Level kHigher = kFixedPriority.initial_level / 2;
inline constexpr Level kLower = kFixedPriority.initial_level + kHigher;

class Trial {
  public:
    Trial(Meter& meter, const DispatchTable& policy) : meter_(meter), policy_(policy) {}

    // Runs `body(meter)` as the first task of a new kernel. When it returns, the helpers are stopped where they are:
    // what they use must outlive this call.
    template <class F>
    void run(F&& body) {
        run(trial_memory(), kTrialStackBytes, body);
    }
    // The same with stacks of `stack_bytes` in `memory`.
    template <class F>
    void run(std::span<std::byte> memory, std::size_t stack_bytes, F&& body) {
        run(policy_, memory, stack_bytes, body);
    }
    // The same under `policy`.
    template <class F>
    void run(const DispatchTable& policy, std::span<std::byte> memory, std::size_t stack_bytes, F&& body) {
        StackPool stacks(memory, stack_bytes);
        Kernel kernel({.policy = &policy, .preemption = Preemption::on, .stacks = &stacks});
        (void)baton::run(kernel, [&] { body(meter_); });
    }

  private:
    Meter& meter_;
    const DispatchTable& policy_;
};

// Starts a task that repeats `operation` until the trial ends. Its loop has the shape of the meter's, so that the meter
// can subtract it.
template <class F>
void helper(Level level, F operation) {
    (void)spawn(TaskOptions{.name = "helper", .level = level, .daemon = true}, [operation]() mutable {
        for (std::uint32_t turns = forever(); turns != 0; --turns)
            operation();
    });
}

// Makes the compiler believe that somebody looks at `value`.
template <class T>
void keep(const T& value) {
    asm volatile("" ::"r"(&value) : "memory");
}

}  // namespace baton::bench
