// The program's entry on targets: start-up code calls main() with memory and the console set up, and ends the run with
// what it returns. (The simulator has a main() of its own, with more options.)
#include <baton/app/launch.hpp>

#include "hal/machine.hpp"

int main() {
    baton::LaunchOptions options;
    if (const auto status = options.parse(baton::hal::arguments()))
        return *status;
    return baton::launch(options);
}
