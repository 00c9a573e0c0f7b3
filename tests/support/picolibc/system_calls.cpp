// What picolibc, libstdc++'s headers and GoogleTest want of an operating system and of a compiled C++ library, for test
// programs only: a heap, an output, trees, and refusals.
#include <fcntl.h>
#include <malloc.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <bits/stl_tree.h>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory>
#include <new>
#include <string_view>
#include <unordered_map>

#include "hal/clock.hpp"
#include "hal/console.hpp"

// ---- output

namespace {

int write_character(char character, FILE* file) {
    using baton::hal::ConsoleStream;
    baton::hal::console_write(file == stderr ? ConsoleStream::error : ConsoleStream::output, {&character, 1});
    return static_cast<unsigned char>(character);
}

FILE output = FDEV_SETUP_STREAM(write_character, nullptr, nullptr, _FDEV_SETUP_WRITE);
FILE errors = FDEV_SETUP_STREAM(write_character, nullptr, nullptr, _FDEV_SETUP_WRITE);

}  // namespace

FILE* const stdin = nullptr;
FILE* const stdout = &output;
FILE* const stderr = &errors;

extern "C" {

// ---- the heap and the clock

extern char heap_begin[], heap_end[];  // the linker script

void* sbrk(std::ptrdiff_t increment) {
    static char* end = heap_begin;
    if (increment > heap_end - end) {
        errno = ENOMEM;
        return reinterpret_cast<void*>(-1);
    }
    char* const block = end;
    end += increment;
    return block;
}

int gettimeofday(struct timeval* time, void*) {
    const std::int64_t us = baton::hal::clock_now() / 1000;
    time->tv_sec = static_cast<time_t>(us / 1'000'000);
    time->tv_usec = static_cast<suseconds_t>(us % 1'000'000);
    return 0;
}

// ---- no files

int isatty(int) {
    return 1;
}

int open(const char*, int, ...) {
    errno = ENOENT;
    return -1;
}

int close(int) {
    return -1;
}

ssize_t read(int, void*, std::size_t) {
    return -1;
}

ssize_t write(int, const void*, std::size_t) {
    return -1;
}

off_t lseek(int, off_t, int) {
    return -1;
}

int unlink(const char*) {
    errno = ENOENT;
    return -1;
}

int stat(const char*, struct stat*) {
    errno = ENOENT;
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

// ---- the C++ library

void* operator new(std::size_t size) {
    void* const block = std::malloc(size);
    if (!block)
        std::abort();
    return block;
}

void* operator new[](std::size_t size) {
    return operator new(size);
}

void* operator new(std::size_t size, std::align_val_t alignment) {
    void* const block = memalign(static_cast<std::size_t>(alignment), size);
    if (!block)
        std::abort();
    return block;
}

void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    std::free(block);
}

void operator delete(void* block) noexcept {
    std::free(block);
}

void operator delete(void* block, std::size_t) noexcept {
    std::free(block);
}

void operator delete[](void* block) noexcept {
    std::free(block);
}

void operator delete[](void* block, std::size_t) noexcept {
    std::free(block);
}

namespace std {

void __throw_bad_alloc() {
    abort();
}

void __throw_bad_array_new_length() {
    abort();
}

// std::make_shared().
bool _Sp_make_shared_tag::_S_eq(const type_info&) noexcept {
    return false;  // only asked where there is RTTI
}

namespace chrono {

steady_clock::time_point steady_clock::now() noexcept {
    return time_point(nanoseconds(baton::hal::clock_now()));
}

system_clock::time_point system_clock::now() noexcept {
    return time_point(duration_cast<duration>(nanoseconds(baton::hal::clock_now())));
}

}  // namespace chrono

// ---- std::list

namespace __detail {

void _List_node_base::_M_hook(_List_node_base* next) noexcept {
    _M_next = next;
    _M_prev = next->_M_prev;
    next->_M_prev->_M_next = this;
    next->_M_prev = this;
}

void _List_node_base::_M_unhook() noexcept {
    _M_prev->_M_next = _M_next;
    _M_next->_M_prev = _M_prev;
}

// Moves [first, last) before this node.
void _List_node_base::_M_transfer(_List_node_base* first, _List_node_base* last) noexcept {
    if (this == last || first == last)
        return;
    _List_node_base* const back = last->_M_prev;
    first->_M_prev->_M_next = last;
    last->_M_prev = first->_M_prev;
    _M_prev->_M_next = first;
    first->_M_prev = _M_prev;
    back->_M_next = this;
    _M_prev = back;
}

// ---- std::unordered_map

size_t _Prime_rehash_policy::_M_next_bkt(size_t buckets) const {
    return buckets | 1;
}

pair<bool, size_t> _Prime_rehash_policy::_M_need_rehash(size_t buckets, size_t elements, size_t more) const {
    return elements + more > buckets ? pair{true, _M_next_bkt(2 * (elements + more))} : pair{false, size_t{0}};
}

}  // namespace __detail

// FNV-1a.
size_t _Hash_bytes(const void* bytes, size_t size, size_t seed) {
    size_t hash = seed ^ 0x811c9dc5;
    for (const char byte : string_view{static_cast<const char*>(bytes), size})
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193;
    return hash;
}

}  // namespace std

// ---- std::map and std::set. The trees stay as they grow: a test program has tens of entries.
namespace std {

_Rb_tree_node_base* _Rb_tree_increment(_Rb_tree_node_base* node) noexcept {
    if (node->_M_right)
        return _Rb_tree_node_base::_S_minimum(node->_M_right);
    _Rb_tree_node_base* above = node->_M_parent;
    while (node == above->_M_right) {
        node = above;
        above = above->_M_parent;
    }
    // The header is its own grandchild if the root is the last node.
    return node->_M_right == above ? node : above;
}

const _Rb_tree_node_base* _Rb_tree_increment(const _Rb_tree_node_base* node) noexcept {
    return _Rb_tree_increment(const_cast<_Rb_tree_node_base*>(node));
}

_Rb_tree_node_base* _Rb_tree_decrement(_Rb_tree_node_base* node) noexcept {
    // The end: the header, which alone is red here.
    if (node->_M_color == _S_red)
        return node->_M_right;
    if (node->_M_left)
        return _Rb_tree_node_base::_S_maximum(node->_M_left);
    _Rb_tree_node_base* above = node->_M_parent;
    while (node == above->_M_left) {
        node = above;
        above = above->_M_parent;
    }
    return above;
}

void _Rb_tree_insert_and_rebalance(bool left, _Rb_tree_node_base* node, _Rb_tree_node_base* parent,
                                   _Rb_tree_node_base& header) noexcept {
    node->_M_parent = parent;
    node->_M_left = node->_M_right = nullptr;
    node->_M_color = _S_black;
    if (left) {
        parent->_M_left = node;  // also the header's first, if the tree is empty
        if (parent == &header) {
            header._M_parent = node;
            header._M_right = node;
        } else if (parent == header._M_left) {
            header._M_left = node;
        }
    } else {
        parent->_M_right = node;
        if (parent == header._M_right)
            header._M_right = node;
    }
}

}  // namespace std
