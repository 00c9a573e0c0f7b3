// What the programs that provoke fatal reports have in common: they end with exit status 0 if there was none, and with
// 2 if there is no case of the name that their argument says.
#pragma once

#include <baton/baton.hpp>
#include <span>
#include <string_view>

namespace baton::test {

struct Case {
    std::string_view name;
    void (*provoke)();
};

inline int provoke(std::span<const Case> cases, Arguments arguments) {
    for (const Case& candidate : cases) {
        if (arguments.size() == 1 && arguments.front() == candidate.name) {
            candidate.provoke();
            print_error("no fatal report");
            return 0;
        }
    }
    print_error("no such case");
    return 2;
}

}  // namespace baton::test
