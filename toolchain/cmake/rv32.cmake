set(core "-march=rv32imac -mabi=ilp32")
set(machine riscv32-virt)
include("${CMAKE_CURRENT_LIST_DIR}/riscv.cmake")
