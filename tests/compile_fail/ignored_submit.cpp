// A pool that is closed takes no jobs.
// expect: ignoring return value
#include <baton/baton.hpp>

void use(baton::TaskPool<1, 1>& pool) {
    pool.submit([] {});
}
