# Cortex-M4 with its FPU on Arm's MPS2 board.
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
set(core "-mcpu=cortex-m4 -mfloat-abi=hard -mthumb")
set(machine mps2-an386)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
