// What a task is given lies on its stack, of which something must be left.
// expect: the arguments take up the stack
#include <array>
#include <baton/baton.hpp>

void use() {
    baton::StaticTask<512> task(
        "task", [](const std::array<char, 400>&) {}, std::array<char, 400>{});
}
