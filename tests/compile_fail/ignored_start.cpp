// What a call says must be looked at.
// expect: [-Werror=unused-result]
#include <baton/baton.hpp>

void use(baton::Task& task) {
    task.start();
}
