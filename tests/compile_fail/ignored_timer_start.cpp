// start() may find no stack for the service.
// expect: ignoring returned value
#include <baton/baton.hpp>

void use(baton::Timer& timer) {
    using namespace std::chrono_literals;
    timer.start(1ms);
}
