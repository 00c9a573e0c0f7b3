// What the compiler and the C library expect of an operating system and a kernel's image has no use for.
//
// Nothing here allocates: an image that calls malloc() does not link, for want of _sbrk(). Test programs bring theirs.
#include <cstdlib>

#include "hal/cortex_m/error_console.hpp"
#include "hal/stop.hpp"

extern "C" {

// Destructors of static objects: a target's program ends with the machine, so none is ever called.
void* __dso_handle = nullptr;
int __aeabi_atexit(void*, void (*)(void*), void*);
int __aeabi_atexit(void*, void (*)(void*), void*) {
    return 0;
}

[[noreturn]] void __cxa_pure_virtual();
void __cxa_pure_virtual() {
    baton::hal::error_console_write("baton: call of a pure virtual function\n");
    baton::hal::stop(1);
}

void abort() {
    baton::hal::error_console_write("baton: abort()\n");
    baton::hal::stop(1);
}

[[noreturn]] void _exit(int status);
void _exit(int status) {
    baton::hal::stop(status);
}
}
