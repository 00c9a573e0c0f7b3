// What a board's driver of its UART is asked for by the console (console.cpp), which is the same for every board, and
// what it has to call. All functions run in the receiver's interrupt or with interrupts masked, unless they say
// otherwise.
#pragma once

#include <optional>

namespace baton::hal {

// --- Supplied by the board
// ---------------------------------------------------------------------------------------------

// Sends a byte, or returns false if there is no room for it yet.
bool uart_send(char byte);

// The receiver works from now on. QEMU takes its stdin while it does, so a program that never reads leaves that alone.
// Called before each look for input.
void uart_start_receiver();

// The next byte that has been received, if there is one. Calls uart_overrun() if the device says that some were lost.
std::optional<char> uart_receive();

// From now on the receiver works and asks for interrupts, which are still held back. Interrupts are not masked.
void uart_start_interrupts();

// Lets the receiver's interrupts through, or holds them back.
void uart_let_interrupts_through(bool on);

// --- Supplied by the console, for the board
// ----------------------------------------------------------------------------

// To be called by the receiver's interrupt handler.
void uart_received();

void uart_overrun();

}  // namespace baton::hal
