// AddressSanitizer must be told of each change of stack. Linked into sanitizer builds only, in front of Boost's two
// functions (the linker's --wrap).
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

#include <cstdlib>
#include <unordered_map>

#include "hal/context.hpp"

extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names
transfer_t __real_jump_fcontext(fcontext_t to, void* data);
transfer_t __wrap_jump_fcontext(fcontext_t to, void* data);
fcontext_t __real_make_fcontext(void* stack_top, std::size_t stack_bytes, void (*function)(transfer_t));
fcontext_t __wrap_make_fcontext(void* stack_top, std::size_t stack_bytes, void (*function)(transfer_t));
// NOLINTEND(bugprone-reserved-identifier)
}

namespace {

struct Suspended {
    const void* stack_bottom = nullptr;
    std::size_t stack_bytes = 0;
    void (*function)(transfer_t) = nullptr;  // of a context that never ran
};

// All suspended contexts; never destroyed, because contexts may be switched while the process ends.
std::unordered_map<fcontext_t, Suspended>& suspended() {
    static auto* const contexts = new std::unordered_map<fcontext_t, Suspended>;
    return *contexts;
}

Suspended running;   // the context that runs; the first one's stack is learned when it is left
Suspended previous;  // the context that was left last

// What every context does when it gets the processor.
void arrive(void* fake_stack, transfer_t from) {
    __sanitizer_finish_switch_fiber(fake_stack, &previous.stack_bottom, &previous.stack_bytes);
    suspended()[from.fctx] = {previous.stack_bottom, previous.stack_bytes, nullptr};
}

void first_arrival(transfer_t from) {
    arrive(nullptr, from);
    running.function(from);
    std::abort();
}

}  // namespace

fcontext_t __wrap_make_fcontext(void* stack_top, std::size_t stack_bytes, void (*function)(transfer_t)) {
    std::byte* const bottom = static_cast<std::byte*>(stack_top) - stack_bytes;
    // An earlier task on this stack ended in the middle of a call, and left that call's frames marked.
    __asan_unpoison_memory_region(bottom, stack_bytes);
    const fcontext_t context = __real_make_fcontext(stack_top, stack_bytes, first_arrival);
    suspended()[context] = {bottom, stack_bytes, function};
    return context;
}

transfer_t __wrap_jump_fcontext(fcontext_t to, void* data) {
    const auto next = suspended().find(to);
    if (next == suspended().end())
        std::abort();
    running = next->second;
    suspended().erase(next);
    void* fake_stack = nullptr;
    __sanitizer_start_switch_fiber(&fake_stack, running.stack_bottom, running.stack_bytes);
    const transfer_t from = __real_jump_fcontext(to, data);
    arrive(fake_stack, from);
    return from;
}
