// Prints the arguments, each on a line in brackets.
#include "hal/clock.hpp"
#include "hal/console.hpp"
#include "hal/interrupts.hpp"
#include "hal/machine.hpp"
#include "hal/stop.hpp"

namespace baton::hal {

void alarm_interrupt() {}
void preempt() {}
void report_fault(MachineFault, const void*) {
    stop(1);
}

}  // namespace baton::hal

int main() {
    using namespace baton::hal;
    for (const std::string_view argument : arguments()) {
        console_write(ConsoleStream::output, "[");
        console_write(ConsoleStream::output, argument);
        console_write(ConsoleStream::output, "]\n");
    }
}
