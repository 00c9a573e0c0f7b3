# Cortex-M55 on Arm's MPS3 board; without its FPU and vector extension, which are options of the core.
set(CMAKE_SYSTEM_PROCESSOR cortex-m55)
set(core "-mcpu=cortex-m55+nofp -mfloat-abi=soft -mthumb")
set(machine mps3-an547)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
