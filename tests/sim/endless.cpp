// An application of two tasks that compute for ever, as it must not be written.
#include <baton/baton.hpp>

namespace {

volatile std::uint32_t rounds[2];

[[noreturn]] void compute(std::size_t task) {
    if (task == 1)
        baton::println("the other task runs too");
    for (;;)
        rounds[task] = rounds[task] + 1;
}

}  // namespace

int app_main(baton::Arguments) {
    baton::spawn("other", [] { compute(1); });
    compute(0);
}
