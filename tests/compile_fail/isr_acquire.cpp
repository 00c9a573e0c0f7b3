// An interrupt cannot wait.
// expect: is not a member of
#include <baton/baton.hpp>
#include <baton/isr.hpp>

void handler(baton::Semaphore& semaphore) {
    baton::expect_ok(baton::isr::acquire(semaphore));
}
