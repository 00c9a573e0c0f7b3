#include "tests/contract/hal_target/faults.hpp"

void make_fault_of_processor(std::string_view kind) {
    if (kind == "undefined")
        asm volatile("unimp");
    if (kind == "breakpoint")
        asm volatile("ebreak");
    if (kind == "service")
        asm volatile("ecall");
}
