// Provokes the fatal report that its argument names. Exit status 0 means that there was none, 2 that there is no such
// case.
#include <array>
#include <baton/baton.hpp>
#include <baton/isr.hpp>
#include <mutex>
#include <optional>

#include "hal/stack.hpp"
#include "tests/contract/fatal/case.hpp"
#include "tests/support/machine.hpp"

namespace {

using namespace baton;
using namespace std::chrono_literals;

// Every kind of wait, some of them one behind the other.
void all_blocked() {
    static Mutex right("right");
    static Semaphore permits(0, "permits");
    static Queue<int, 1> mail(1, "mail"), full(1, "full");
    static Event unnamed;
    static JoinableQueue<int, 1> work(1, "work");
    static EventFlags buttons("buttons");
    static Barrier start(2, "start");
    static Latch ready(1, "ready");
    static RwLock table("table");
    static Once setup("setup");
    static TaskHandle<> one, two;
    expect_ok(full.put(1));
    expect_ok(work.put(1));
    const auto first = spawn("first", [] {
        yield();
        right.lock();
    });
    spawn("second", [] {
        right.lock();
        (void)permits.acquire();
    });
    spawn("reader", [] { (void)mail.get(); });
    spawn("writer", [] { (void)full.put(2); });
    spawn("listener", [] { (void)unnamed.wait(); });
    spawn("finisher", [] { (void)work.join(); });
    spawn("sleeper", [] { sleep_for(std::chrono::hours::max()); });
    one = spawn("one", [] { (void)two.join(); });
    two = spawn("two", [] { (void)one.join(); });
    spawn("watcher", [] { (void)buttons.wait_any(1); });
    spawn("party", [] { (void)start.wait(); });
    spawn("starter", [] { (void)ready.wait(); });
    spawn("author", [] {
        table.lock();
        (void)setup.call([] { (void)permits.acquire(); });
    });
    spawn("editor", [] { table.lock(); });
    spawn("viewer", [] { table.lock_shared(); });
    spawn("caller", [] { (void)setup.call([] {}); });
    (void)first.join();
}

[[gnu::noinline]] void dig() {
    volatile std::byte frame[64];
    for (volatile std::byte& byte : frame)
        byte = std::byte{1};
    if (const_cast<const std::byte*>(&frame[0]) > current().stack().data())
        dig();
    else
        sleep_for(1ms);
    frame[0] = frame[1];
}

void stack_overflow() {
    // Its block lies below the next one's, and takes what that one writes past its end.
    const auto cushion = spawn("cushion", [] {});
    expect_ok(cushion.join());
    expect_ok(spawn("deep", dig).join());
}

// Each frame is larger than the guard of any port, and most of it is never written.
[[gnu::noinline]] int step_far(int steps) {
    volatile int frame[300];
    frame[150] = steps;
    return steps == 0 ? 0 : step_far(steps - 1) + frame[150];
}

void stack_overflow_past_the_guard() {
    volatile int steps = 1'000'000;
    steps = step_far(steps);
}

void store_to_nowhere() {
    *reinterpret_cast<volatile int*>(std::uintptr_t{0xf000'0000}) = 1;
}

void in_interrupt() {
    static Semaphore semaphore(0);
    test::raise_interrupt([](void*) { (void)semaphore.acquire(); }, nullptr);
}

template <class AnyMutex>
void unlock_by_another() {
    static AnyMutex door("door");
    door.lock();
    spawn("thief", [] { door.unlock(); });
    yield();
}

void lock_deadlock() {
    static Mutex left("left"), right("right");
    right.lock();
    spawn("other", [] {
        const std::scoped_lock guard(left);
        right.lock();
    });
    yield();
    left.lock();
}

void lock_deadlock_alone() {
    Mutex left("left");
    const std::scoped_lock guard(left);
    left.lock();
}

void lock_deadlock_downgraded() {
    RwLock left("left");
    const std::scoped_lock guard(left);
    left.lock_shared();
}

Mutex& abandoned_mutex() {
    static Mutex door("door");
    expect_ok(spawn("holder", [] { door.lock(); }).join());
    return door;
}

void invalid_policy() {
    static constexpr LevelRow kRow{.on_expiry = 1};
    static constexpr DispatchTable kTable{.name = "bad", .rows = {&kRow, 1}};
    static StaticTask<512> first("first", [] {});
    static Kernel inner({.policy = &kTable});
    inner.run(first);
}

void semaphore_in_use() {
    static std::optional<Semaphore> semaphore;
    semaphore.emplace(0, "busy");
    spawn("waiter", [] { (void)semaphore->acquire(); });
    yield();
    semaphore.reset();
}

void mutex_in_use() {
    Mutex mutex("busy");
    mutex.lock();
}

void rw_lock_read_in_use() {
    RwLock lock("busy");
    lock.lock_shared();
}

void task_in_use() {
    static std::optional<StaticTask<512>> task;  // it has a stack in it: too large for one
    task.emplace("busy", [] {});
    expect_ok(task->start());
    task.reset();
}

void no_memory() {
    alignas(hal::kStackAlignment) static std::array<std::byte, 2 * hal::kPooledStackBytes> memory;
    static StackPool two_stacks(memory, hal::kPooledStackBytes);
    static Kernel inner({.stacks = &two_stacks});
    run(inner, [] {
        spawn("one", [] {});
        spawn("two", [] {});
    });
}

void value_before_end() {
    (void)spawn("early", [] { return 1; }).value();
}

// Around Task::start(), which would refuse.
void bad_state() {
    static StaticTask<512> task("again", [] {});
    expect_ok(task.start());
    expect_ok(task.join());
    const KernelEntry entry;
    (void)this_kernel().start(task);
}

void corrupt() {
    static Semaphore semaphore(0);
    const auto waiter = spawn("waiter", [] { (void)semaphore.acquire(); });
    yield();
    const_cast<WaitNode&>(waiter->waits_for().front()).task = &current();
    check_invariants();
}

constexpr test::Case kCases[] = {
    {"all_blocked", all_blocked},
    {"stack_overflow", stack_overflow},
    {"in_interrupt", in_interrupt},
    {"not_owner", unlock_by_another<Mutex>},
    {"not_owner_recursive", unlock_by_another<RecursiveMutex>},
    {"not_owner_writer", unlock_by_another<RwLock>},
    {"not_owner_reader", [] { RwLock("door").unlock_shared(); }},
    {"lock_deadlock", lock_deadlock},
    {"lock_deadlock_alone", lock_deadlock_alone},
    {"lock_deadlock_downgraded", lock_deadlock_downgraded},
    {"lock_owner_dead", [] { abandoned_mutex().lock(); }},
    {"try_lock_owner_dead", [] { (void)abandoned_mutex().try_lock(); }},
    {"negative_permits", [] { const Semaphore semaphore(-1); }},
    {"negative_bound", [] { const BoundedSemaphore semaphore(-1); }},
    {"no_parties", [] { const Barrier barrier(0); }},
    {"negative_count", [] { const Latch latch(-1); }},
    {"zero_capacity", [] { const Queue<int, 4> queue(0); }},
    {"negative_capacity", [] { const JoinableQueue<int, 4> queue(-3); }},
    {"capacity_above_storage", [] { const Queue<int, 4> queue(5); }},
    {"pool_of_small_blocks",
     [] {
         static StaticMemoryPool<8, 1> memory;
         const UnboundedPriorityQueue<int> queue(memory);
     }},
    {"block_given_back_twice",
     [] {
         static StaticMemoryPool<8, 3> memory;
         void* const block = memory.take();
         void* const other = memory.take();
         memory.give(block);
         memory.give(other);
         memory.give(block);
     }},
    {"block_of_another_pool",
     [] {
         static StaticMemoryPool<8, 3> memory, other;
         (void)memory.take();
         memory.give(other.take());
     }},
    {"block_that_was_never_taken",
     [] {
         static StaticMemoryPool<8, 3> memory;
         memory.give(static_cast<std::byte*>(memory.take()) + memory.block_bytes());
     }},
    {"invalid_policy", invalid_policy},
    {"semaphore_in_use", semaphore_in_use},
    {"mutex_in_use", mutex_in_use},
    {"rw_lock_read_in_use", rw_lock_read_in_use},
    {"task_in_use", task_in_use},
    {"no_memory", no_memory},
    {"no_memory_for_main",
     [] {
         static Kernel inner({});
         run(inner, [] {});
     }},
    {"value_before_end", value_before_end},
    {"empty_handle", [] { (void)TaskHandle<>().task(); }},
    {"bad_state", bad_state},
    {"corrupt", corrupt},
    {"stack_overflow_past_the_guard", stack_overflow_past_the_guard},
    {"machine_fault", store_to_nowhere},
    {"machine_fault_in_interrupt", [] { test::raise_interrupt([](void*) { store_to_nowhere(); }, nullptr); }},
    {"unexpected_status", [] { expect_ok(Semaphore(0).acquire(0ns)); }},
};

}  // namespace

int app_main(Arguments arguments) {
    return test::provoke(kCases, arguments);
}
