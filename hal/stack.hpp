// How large stacks are on this machine. The values come from the port's <hal_port/stack.hpp>:
//
//   constexpr std::size_t kStackAlignment;       bytes; every stack's start and size are multiples of it
//   constexpr std::size_t kStackOverhead;        bytes added to what an application asks for with static storage
//                                                (the host's C library needs kilobytes where a target's needs none)
//   constexpr std::size_t kPooledStackBytes;     size of a stack from the default pool
//   constexpr bool kStackPaint;                  whether a new stack is filled with kStackPaintByte, so that its
//                                                high-water mark can be read; false where fresh memory is zero anyway
//                                                and touching it would cost (then the mark counts non-zero bytes)
//   std::size_t stack_protect(std::span<std::byte> block);
//                                                called once for each block of a stack pool before its first use: the
//                                                port may make its lowest addresses inaccessible; returns how many
//                                                bytes
#pragma once

#include <hal_port/stack.hpp>
