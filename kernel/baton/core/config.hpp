// The kernel's compile-time configuration: one struct. A build chooses by putting its own <baton_config.hpp>, which
// defines `inline constexpr baton::Config kConfig`, on the include path (kernel/config/default is the usual one).
#pragma once

#include <cstddef>

namespace baton {

// What a build chooses.
struct Config {
    // Checks of the caller and of the kernel's own data that cost instructions on hot paths. The checks that are left
    // when this is off guard slow paths only.
    bool checks = true;
    // Whether a trace sink can be installed (one predictable branch at each traced event).
    bool trace = true;
    // CPU time per task, quanta and allotments. Off: tasks run until they block, yield or are preempted by a higher
    // level; tables with quanta are refused.
    bool accounting = true;
    // Levels of the ready queue; one machine word of bitmap.
    std::size_t levels = 32;
    // Entries in the inbox that interrupts post to, a power of two.
    std::size_t inbox_entries = 64;
};

}  // namespace baton
