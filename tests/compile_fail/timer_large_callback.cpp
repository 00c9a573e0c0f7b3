// A callback lies inside the timer.
// expect: the callable is too large
#include <array>
#include <baton/baton.hpp>

void use(baton::TimerService& service) {
    baton::Timer timer(service, [large = std::array<char, 100>()] { (void)large; });
}
