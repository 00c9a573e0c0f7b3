# Cortex-M3 on Arm's MPS2 board.
set(CMAKE_SYSTEM_PROCESSOR cortex-m3)
set(core "-mcpu=cortex-m3 -mthumb")
set(machine mps2-an385)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
