// Checking the kernel's own data.
#pragma once

namespace baton {

// Walks every list of the running kernel and compares it with what it should be; damage ends in a fatal report that
// names it. Context: task. Blocks: never. Cost: O(tasks x levels).
void check_invariants();

}  // namespace baton
