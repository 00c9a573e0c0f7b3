// How large stacks are on this machine. The values come from the port's <hal_port/stack.hpp>:
//
//   constexpr std::size_t kStackAlignment;       bytes; every stack's start and size are multiples of it
//   constexpr std::size_t kStackOverhead;        bytes added to what an application asks for with static storage
//                                                (the host's C library needs kilobytes where a target's needs none)
//   constexpr std::size_t kPooledStackBytes;     size of a stack from the default pool
#pragma once

#include <hal_port/stack.hpp>
