#include "tests/contract/hal_target/faults.hpp"

void make_fault_of_processor(std::string_view kind) {
    if (kind == "divide") {
        volatile int value = 0;
        value = 7 / value;
    }
    if (kind == "undefined")
        asm volatile("udf #1");
    if (kind == "breakpoint")
        asm volatile("bkpt #1");
    if (kind == "service")
        asm volatile("svc #1");
}
