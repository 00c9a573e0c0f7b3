#include "tests/contract/hal_target/faults.hpp"

void make_fault_of_processor(std::string_view kind) {
    if (kind == "undefined")
        asm volatile("udf #1");
    if (kind == "breakpoint")
        asm volatile("brk #1");
    if (kind == "service")
        asm volatile("svc #1");
}
