// A dispatch table is checked where it is written. Here a task that has used up its allotment may neither run on nor
// leave.
// expect: static assertion failed
#include <baton/core/dispatch_table.hpp>

constexpr baton::LevelRow rows[] = {{.allotment = std::chrono::milliseconds(4), .on_expiry = 1, .on_wake = 0},
                                    {.allotment = std::chrono::milliseconds(8), .on_expiry = 1, .on_wake = 1}};
constexpr baton::DispatchTable table{.name = "stuck", .rows = rows};
static_assert(table.is_valid());
