// What the architectures' fault reports have in common. Everything goes to the error stream. Context: any.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace baton::hal {

void write_error(std::string_view text);

// Called first in a report: if that is about a fault in another report, it ends the run, for there is no use in it.
void refuse_second_report();

// `label`, and behind it the value in hexadecimal.
void write_hex(std::string_view label, std::uintptr_t value);

// A line with each of the values behind its label.
void write_registers(std::span<const std::string_view> labels, const std::uintptr_t* values);

// A line with the callers: those of the first words on the stack that look like addresses to return to. What an earlier
// call left there may be among them.
//
//   stack               from the stack pointer to the end of the memory that it is in: looking further would be the
//                       next fault
//   to_return_address   the architecture's: the address in the code, behind a call, that a word means, or 0
void write_callers(std::span<const std::uintptr_t> stack, std::uintptr_t (*to_return_address)(std::uintptr_t word));

}  // namespace baton::hal
