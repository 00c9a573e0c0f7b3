// The default configuration: everything on.
#pragma once

#include <baton/core/config.hpp>

namespace baton {
inline constexpr Config kConfig{};
}
