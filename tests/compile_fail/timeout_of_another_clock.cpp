// A deadline is an instant of Baton's own clock.
// expect: no matching function for call to
#include <baton/baton.hpp>
#include <chrono>

void use(baton::Semaphore& semaphore) {
    baton::expect_ok(semaphore.acquire(std::chrono::system_clock::now()));
}
