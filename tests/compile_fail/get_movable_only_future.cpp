// Any number of tasks may get a value; one that cannot be copied is taken, by one.
// expect: constraints not satisfied
#include <baton/baton.hpp>
#include <memory>

void use(const baton::Future<std::unique_ptr<int>>& future) {
    (void)future.get();
}
