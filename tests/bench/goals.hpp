// What each operation should cost on a Cortex-M3, in instructions, in the lean build. Reported beside the value;
// nothing fails on them.
#pragma once

#include <string_view>

namespace baton::bench {

struct Goal {
    std::string_view name;
    int instructions;
};

inline constexpr Goal kGoals[] = {
    {"yield/2", 30},
    {"yield/32", 30},
    {"semaphore_wake", 40},
    {"semaphore_cycle", 75},
    {"semaphore_uncontended", 16},
    {"mutex_uncontended", 22},
    {"mutex_handoff", 60},
    {"queue_uncontended/4", 40},
    {"queue_wake/4", 70},
    {"queue_cycle/4", 140},
    {"task_lifecycle", 130},
    {"interrupt_to_task", 90},
    {"sleep_cycle/0", 150},
    {"sleep_cycle/1000", 220},
    {"sleep_insert/999", 180},
    {"interrupt_masked_max", 15},
};

inline constexpr int kNoGoal = -1;

constexpr int goal_of(std::string_view name) {
    for (const Goal& goal : kGoals)
        if (goal.name == name)
            return goal.instructions;
    return kNoGoal;
}

}  // namespace baton::bench
