// The configuration for comparing with other kernels, which are measured with checks, trace and accounting off too.
#pragma once

#include <baton/core/config.hpp>

namespace baton {
inline constexpr Config kConfig{.checks = false, .trace = false, .accounting = false};
}
