// What the compiler and the C++ library expect of an operating system and a kernel's image has no use for. There is no
// compiled libstdc++ for these cores (see README.md), only its headers: what they call stands here.
//
// Nothing here allocates: an image that calls malloc() does not link, for want of sbrk(). Test programs bring theirs.
#include <cstdlib>
#include <exception>
#include <new>
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

// What libstdc++'s headers call where they would throw.
namespace std {

void __throw_out_of_range_fmt(const char* what, ...) {
    die(what);
}
void __throw_out_of_range(const char* what) {
    die(what);
}
void __throw_invalid_argument(const char* what) {
    die(what);
}
void __throw_length_error(const char* what) {
    die(what);
}
void __throw_logic_error(const char* what) {
    die(what);
}
void __throw_system_error(int) {
    die("a lock was used wrongly");  // std::unique_lock
}
void __throw_bad_function_call() {
    die("call of an empty std::function");
}

// What a Result would throw is derived from it.
exception::~exception() = default;
const char* exception::what() const noexcept {
    return "std::exception";
}

}  // namespace std

// Virtual destructors refer to them. Weak: a program with a heap has its own.
[[gnu::weak]] void operator delete(void*) noexcept {
    die("operator delete");
}
[[gnu::weak]] void operator delete(void*, std::size_t) noexcept {
    die("operator delete");
}

extern "C" {

// Destructors of static objects: a target's program ends with the machine, so none is ever called.
void* __dso_handle = nullptr;
int __cxa_atexit(void (*)(void*), void*, void*);
int __cxa_atexit(void (*)(void*), void*, void*) {
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
