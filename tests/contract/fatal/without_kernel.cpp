// A kernel call where no kernel runs.
#include <baton/baton.hpp>

int main() {
    baton::Semaphore semaphore(0);
    baton::expect_ok(semaphore.acquire());
}
