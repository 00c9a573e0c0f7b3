// Whether another task is to run must be acted on.
// expect: [-Werror=unused-result]
#include <baton/baton.hpp>

void use(baton::Kernel& kernel, baton::Task& task) {
    kernel.start(task);
}
