// The simulated machine: a clock that is virtual, one alarm, and interrupts that come when the kernel lets them.
//
// Virtual time jumps to the alarm when no task is ready. So a run takes as long as its computation, whatever it sleeps,
// and is the same every time. Paced, the jump waits until the host's clock has come as far; nothing else changes, the
// run is the same one.
//
// While tasks run, time stands still or moves by the basic block of application code (set_block_cost()).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hal/clock.hpp"

namespace baton::sim {

class Machine {
  public:
    // The one machine of this process.
    static Machine& the() { return machine_; }

    std::int64_t now() const { return now_; }

    // Paces virtual time by the host's clock, from now on.
    void set_realtime();
    bool is_realtime() const { return realtime_; }
    // Ends the run, with status 0, when virtual time would pass `instant`.
    void set_end(std::int64_t instant);
    void set_storage(std::string directory) { storage_ = std::move(directory); }
    // The folder of the records of storage.hpp.
    const std::string& storage() const { return storage_; }

    // Each basic block of application code that is compiled for it (baton_make_preemptible() in CMakeLists.txt) takes
    // `nanoseconds` of virtual time, and is where the task may be preempted. Of the blocks that run at one instant,
    // since the clock was last moved by something else, the first `free_blocks` take none. 0 ns: none does, ever.
    void set_block_cost(std::int64_t nanoseconds, std::int64_t free_blocks = 0);
    static constexpr std::int64_t kBlockCost = 10;
    static constexpr std::int64_t kFreeBlocks = 1'000'000;

    // A block runs. Context: task, kernel not entered.
    void pass_block() {
        if (free_blocks_left_ > 0) {
            --free_blocks_left_;
            return;
        }
        now_ += block_cost_;
        if (now_ >= look_at_) [[unlikely]]
            interrupt_block();
    }

    // Lets `nanoseconds` of virtual time pass while the running task computes; the alarm may come due.
    void advance(std::int64_t nanoseconds);

    // Runs `handler(argument)` as an interrupt handler: at once, or when interrupts are unmasked. Several that wait run
    // in the order of these calls.
    void interrupt(void (*handler)(void*), void* argument);

    // --- What hal/ needs -------------------------------------------------------------------------------------------
    void compute_until(std::int64_t instant);
    void set_alarm(std::int64_t deadline);
    void request_preemption();
    bool wait_for_interrupt();
    bool mask();
    void unmask(bool masked_before);
    bool in_interrupt() const { return in_interrupt_; }
    void set_console_listener(void (*on_input)()) { on_console_input_ = on_input; }
    // The listener is to hear of the next input.
    void await_console() { is_console_awaited_ = on_console_input_ != nullptr; }

  private:
    struct Interrupt {
        void (*handler)(void*);
        void* argument;
    };

    void jump_to(std::int64_t instant);
    [[noreturn]] void stop_at_end() const;
    void raise_due_alarm();
    void deliver();
    bool wait_for_host(std::int64_t instant);
    void interrupt_block();
    void update_look();

    std::int64_t now_ = 0;
    std::int64_t free_blocks_left_ = INT64_MAX;
    std::int64_t block_cost_ = 0;
    std::int64_t look_at_ = hal::kNoAlarm;  // when a block does more than pass: the alarm, the end, the host's clock
    std::int64_t free_blocks_ = INT64_MAX;
    std::int64_t alarm_ = hal::kNoAlarm;
    std::int64_t end_ = hal::kNoAlarm;
    std::int64_t host_start_ = 0;  // the host's clock at virtual time 0
    bool realtime_ = false;
    bool masked_ = false;
    bool in_interrupt_ = false;
    bool alarm_pending_ = false;
    bool is_console_awaited_ = false;
    void (*on_console_input_)() = nullptr;
    bool preemption_requested_ = false;
    std::vector<Interrupt> pending_;
    std::string storage_;

    static Machine machine_;
};

}  // namespace baton::sim
