// The smallest program that uses what every application uses: two tasks, a mutex, a semaphore, a queue and sleep. Its
// size is what an image pays for the kernel.
#include <array>
#include <baton/core/kernel.hpp>
#include <baton/core/spawn.hpp>
#include <baton/queue/queue.hpp>
#include <baton/sync/mutex.hpp>
#include <baton/sync/semaphore.hpp>

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kStackBytes = 512 + baton::hal::kStackOverhead;

// Without data of their own, so that their size is that of a baton::Task (kernel_size reads it from the image).
class Producer final : public baton::Task {
  public:
    Producer();

  private:
    void run() override;
};

class Consumer final : public baton::Task {
  public:
    Consumer();

  private:
    void run() override;
};

alignas(baton::hal::kStackAlignment) std::array<std::byte, kStackBytes> producer_stack, consumer_stack;

Producer producer;
Consumer consumer;
baton::Mutex mutex;
baton::Semaphore semaphore(0);
baton::Queue<int, 4> queue;
int sum = 0;

Producer::Producer() : Task("producer", producer_stack) {}
Consumer::Consumer() : Task("consumer", consumer_stack) {}

void Producer::run() {
    (void)consumer.start();
    baton::sleep_for(1ms);
    (void)queue.put(1);
    (void)semaphore.acquire();
    mutex.lock();
    sum += 1;
    mutex.unlock();
}

void Consumer::run() {
    if (const auto item = queue.get()) {
        mutex.lock();
        sum += *item;
        mutex.unlock();
    }
    (void)semaphore.release();
}

}  // namespace

int main() {
    static baton::Kernel kernel({.policy = &baton::kFixedPriority});
    kernel.run(producer);
    return sum == 2 ? 0 : 1;
}
