# Cortex-M33 on Arm's MPS2 board; without its FPU, which is an option of the core.
set(CMAKE_SYSTEM_PROCESSOR cortex-m33)
set(core "-mcpu=cortex-m33+nofp -mfloat-abi=soft -mthumb")
set(machine mps2-an505)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
