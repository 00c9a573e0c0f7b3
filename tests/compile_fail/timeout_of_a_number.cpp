// A timeout has a unit.
// expect: no matching function for call to
#include <baton/baton.hpp>

void use(baton::Semaphore& semaphore) {
    baton::expect_ok(semaphore.acquire(5));
}
