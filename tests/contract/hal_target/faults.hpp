// The faults of hal_faults that are made by instructions of the processor's own.
#pragma once

#include <string_view>

// Makes the fault `kind`, if it is one of them. One implementation for each architecture: cortex_m_faults.cpp.
void make_fault_of_processor(std::string_view kind);
