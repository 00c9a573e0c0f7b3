// Everything that an interrupt handler may call, and nothing else.
//
// None of these touches kernel data: each leaves a message in the running kernel's inbox, which the kernel reads at the
// next scheduling point or, if it preempts, when the interrupt returns. So no interrupt is ever masked by the kernel,
// and a handler costs the same whatever the kernel is doing. Messages are dealt with in the order of their arrival.
//
// Context of all: interrupt, and task too. Blocks: never. Errors of all: overflow if the inbox
// (Config::inbox_entries) is full; the loss is counted and reported. invalid if no kernel runs.
#pragma once

#include <baton/core/kernel.hpp>
#include <baton/sync/event.hpp>
#include <baton/sync/event_flags.hpp>
#include <baton/sync/semaphore.hpp>

namespace baton::isr {

// Calls `function(kernel, argument)` with the kernel entered: it may wake tasks, but must not block.
inline Status post(IsrInbox::Function function, void* argument) {
    Kernel* const kernel = Kernel::running();
    return kernel ? kernel->post(function, argument) : Status::invalid;
}

// Semaphore::release().
inline Status release(Semaphore& semaphore) {
    return post([](Kernel& kernel, void* object) { (void)static_cast<Semaphore*>(object)->release_entered(kernel); },
                &semaphore);
}

// Event::set().
inline Status set(Event& event) {
    return post([](Kernel& kernel, void* object) { (void)static_cast<Event*>(object)->set_entered(kernel); }, &event);
}

// EventFlags::set(). Flags that are set before the kernel has read the first message are set in one go. After overflow
// they are not lost: they are set with the next ones, by whomever.
inline Status set(EventFlags& flags, std::uint32_t bits) {
    flags.leave(bits);
    return post([](Kernel& kernel, void* object) { (void)static_cast<EventFlags*>(object)->set_entered(kernel, 0); },
                &flags);
}

// Clock::now().
inline Clock::time_point now() {
    return Clock::now();
}

}  // namespace baton::isr
