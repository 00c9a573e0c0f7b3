// What the compiler and the C library expect of an operating system and a kernel's image has no use for.
//
// Nothing here allocates: an image that calls malloc() does not link, for want of _sbrk(). Test programs bring theirs.
#include <cstdlib>
#include <string_view>

#include "hal/semihosting/error_console.hpp"
#include "hal/stop.hpp"

namespace {

[[noreturn]] void die(std::string_view what) {
    baton::hal::error_console_write("baton: ");
    baton::hal::error_console_write(what);
    baton::hal::error_console_write("\n");
    baton::hal::stop(1);
}

}  // namespace

// What libstdc++'s headers call where they would throw. The library's own versions bring exceptions and a heap along;
// a program that has those anyway, a test, overrides these.
namespace std {

[[gnu::weak]] void __throw_out_of_range_fmt(const char* what, ...) {
    die(what);
}
[[gnu::weak]] void __throw_length_error(const char* what) {
    die(what);
}
[[gnu::weak]] void __throw_logic_error(const char* what) {
    die(what);
}
[[gnu::weak]] void __throw_bad_function_call() {
    die("call of an empty std::function");
}

}  // namespace std

extern "C" {

// Destructors of static objects: a target's program ends with the machine, so none is ever called.
void* __dso_handle = nullptr;
int __aeabi_atexit(void*, void (*)(void*), void*);
int __aeabi_atexit(void*, void (*)(void*), void*) {
    return 0;
}

[[noreturn]] void __cxa_pure_virtual();
void __cxa_pure_virtual() {
    die("call of a pure virtual function");
}

void abort() {
    die("abort()");
}

[[noreturn]] void _exit(int status);
void _exit(int status) {
    baton::hal::stop(status);
}
}
