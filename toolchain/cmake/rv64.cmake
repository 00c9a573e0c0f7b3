set(core "-march=rv64gc -mabi=lp64d")
set(machine riscv64-virt)
set(BATON_BOOST_CONTEXT riscv64_sysv_elf_gas)
include("${CMAKE_CURRENT_LIST_DIR}/riscv.cmake")
