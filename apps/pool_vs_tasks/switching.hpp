// What switching between tasks costs, and what it buys.
#pragma once

// Lets one task compute, then many that give up the CPU after each step; then one wait, and many. Prints a line for
// each unless `quiet`. Returns whether the many computed the same as the one, and waited for less time.
// Context: task. Blocks: while they work. Errors: a fatal report if there are not stacks for kSwitchingTasks.
bool compare_switching(bool quiet);

inline constexpr int kSwitchingTasks = 100;
