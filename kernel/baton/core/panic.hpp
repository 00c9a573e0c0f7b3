// Fatal reports: what the kernel says when it cannot go on, and the checks that end in one.
// kernel/README.md explains each number.
#pragma once

#include <baton/core/config.hpp>
#include <baton/core/status.hpp>
#include <baton_config.hpp>
#include <cstdint>
#include <string_view>

namespace baton {

// The numbers of fatal reports.
enum class Fatal : std::uint8_t {
    all_blocked = 1,         // every task is blocked for ever
    stack_overflow = 2,      // a task wrote past the end of its stack
    no_kernel = 3,           // a blocking call where no kernel runs
    in_interrupt = 4,        // a call that only tasks may make, from an interrupt
    not_owner = 5,           // unlock() by a task that does not hold the lock
    lock_deadlock = 6,       // lock() would wait for ever: a cycle of waits
    lock_owner_dead = 7,     // lock() of a mutex whose owner ended while it held it
    invalid_argument = 8,    // a value that the called function does not allow
    object_in_use = 9,       // a kernel object or task was destroyed while tasks depend on it
    no_memory = 10,          // spawn() found no stack
    bad_result = 11,         // the value of a task that has not finished, or of an empty Result
    bad_state = 12,          // a task's state changed in a way that the state diagram does not have
    corrupt = 13,            // check_invariants() found the kernel's lists damaged
    unexpected_status = 15,  // expect_ok() was given another status
    machine_fault = 14,      // the processor stopped at an instruction: bad address, undefined, divide by zero
};

// The short text of `code`, as the report's first line prints it.
std::string_view to_string(Fatal code);

// Ends the run with a report on the error console: the number, its text and `detail`, who called, every task with its
// state, stack marks, what it waits for and who holds that. Exit status 1. Context: any. Does not return.
[[noreturn]] void panic(Fatal code, std::string_view detail);

// Ends the run with a fatal report unless `condition` holds. Always on. (`detail` is not a string_view, whose length
// would be computed before it is needed.)
inline void check(bool condition, Fatal code, const char* detail) {
    if (!condition) [[unlikely]]
        panic(code, detail);
}

// Ends the run with a fatal report unless `status` is ok: for calls that cannot fail as the program is written.
inline void expect_ok(Status status) {
    if (status != Status::ok) [[unlikely]]
        panic(Fatal::unexpected_status, to_string(status));
}

// check() where it would cost on a hot path: only with Config::checks.
inline void debug_check(bool condition, Fatal code, const char* detail) {
    if constexpr (kConfig.checks)
        check(condition, code, detail);
}

}  // namespace baton
