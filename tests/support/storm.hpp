// Interrupts in quick succession, on targets: one implementation for each architecture, ARCHITECTURE/storm.cpp.
#pragma once

#include <baton/core/clock.hpp>

namespace baton::test {

// From now on calls `handler` as an interrupt handler, `distance` or little more after each call the next one, as far
// as the processor keeps up, until it returns false. Context: task.
void start_storm(bool (*handler)(), Duration distance);

}  // namespace baton::test
