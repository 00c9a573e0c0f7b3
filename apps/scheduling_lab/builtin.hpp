// Workloads that come with the laboratory.
#pragma once

#include <span>
#include <string_view>

struct Builtin {
    std::string_view name;
    std::string_view summary;
    std::string_view text;  // in the workload language
};

std::span<const Builtin> builtins();
