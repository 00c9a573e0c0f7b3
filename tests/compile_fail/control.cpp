// What all the other programs here do wrong, done right.
#include <baton/baton.hpp>
#include <memory>
#include <utility>

void use(baton::Kernel& kernel) {
    baton::Semaphore semaphore(1);
    baton::Mutex mutex;
    baton::Queue<std::unique_ptr<int>, 2> queue;
    baton::StaticTask<512> task(
        "task", [](int) {}, 1);
    baton::expect_ok(task.start());
    baton::expect_ok(semaphore.acquire());
    baton::expect_ok(mutex.acquire());
    baton::expect_ok(mutex.release());
    baton::expect_ok(queue.put(std::make_unique<int>(1)));
    const auto handle = baton::spawn(
        "task", [](int number) { return number; }, 1);
    baton::expect_ok(handle.join());
    const auto copy = handle;
    (void)copy;
    (void)kernel;
}
