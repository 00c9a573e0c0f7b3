// What newlib and GoogleTest want of an operating system, for test programs only: a heap, an output, and refusals.
#include <sys/stat.h>
#include <sys/time.h>

#include <cerrno>
#include <cstddef>
#include <string_view>

#include "hal/clock.hpp"
#include "hal/console.hpp"

extern "C" {

extern char heap_begin[], heap_end[];  // the linker script

void* _sbrk(std::ptrdiff_t increment);
void* _sbrk(std::ptrdiff_t increment) {
    static char* end = heap_begin;
    if (increment > heap_end - end) {
        errno = ENOMEM;
        return reinterpret_cast<void*>(-1);
    }
    char* const block = end;
    end += increment;
    return block;
}

int _write(int file, const char* text, int bytes);
int _write(int file, const char* text, int bytes) {
    using baton::hal::ConsoleStream;
    baton::hal::console_write(file == 2 ? ConsoleStream::error : ConsoleStream::output,
                              {text, static_cast<std::size_t>(bytes)});
    return bytes;
}

int _fstat(int, struct stat* status);
int _fstat(int, struct stat* status) {
    status->st_mode = S_IFCHR;  // so that output is not held back until a buffer is full
    return 0;
}

int _isatty(int);
int _isatty(int) {
    return 1;
}

int _gettimeofday(struct timeval* time, void*);
int _gettimeofday(struct timeval* time, void*) {
    const std::int64_t us = baton::hal::clock_now() / 1000;
    time->tv_sec = static_cast<time_t>(us / 1'000'000);
    time->tv_usec = static_cast<suseconds_t>(us % 1'000'000);
    return 0;
}

int _read(int, char*, int);
int _read(int, char*, int) {
    return 0;
}

int _close(int);
int _close(int) {
    return -1;
}

int _lseek(int, int, int);
int _lseek(int, int, int) {
    return 0;
}

int _open(const char*, int, ...);
int _open(const char*, int, ...) {
    errno = ENOENT;
    return -1;
}

int _stat(const char*, struct stat*);
int _stat(const char*, struct stat*) {
    errno = ENOENT;
    return -1;
}

int _unlink(const char*);
int _unlink(const char*) {
    errno = ENOENT;
    return -1;
}

int _getpid();
int _getpid() {
    return 1;
}

int _kill(int, int);
int _kill(int, int) {
    return -1;
}

int mkdir(const char*, mode_t) {
    errno = ENOENT;
    return -1;
}

char* getcwd(char*, std::size_t) {
    errno = ENOENT;
    return nullptr;
}
}
