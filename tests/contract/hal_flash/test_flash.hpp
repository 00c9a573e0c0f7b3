// Flash for tests: it keeps the rules, and its power can be cut after any number of steps.
#pragma once

#include <cstdint>

namespace baton::test {

// Fills every cell with `value`, as a flash that was never erased.
void fill_flash(std::uint32_t value);

// Lets `steps` more words be programmed or erased, and none after them; a negative number: all.
void cut_power_after(int steps);

// Whether a step was asked for after the cut.
bool power_was_cut();

}  // namespace baton::test
