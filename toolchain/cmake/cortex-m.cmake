# Cortex-M, bare metal: Debian's arm-none-eabi GCC and newlib-nano; tests run in QEMU. For the toolchain file of a core,
# which sets
#   core      the compiler's options for it
#   machine   QEMU's name of the board
set(CMAKE_SYSTEM_NAME Generic)
set(BATON_C_LIBRARY newlib)  # folder of tests/support

set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_ASM_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# A section for each function and object, so that the linker leaves out what an image does not use.
set(image "${core} -ffunction-sections -fdata-sections -fno-unwind-tables -fno-asynchronous-unwind-tables")
set(CMAKE_ASM_FLAGS_INIT "${core}")
set(CMAKE_C_FLAGS_INIT "${image}")
set(CMAKE_CXX_FLAGS_INIT "${image} -fno-exceptions -fno-rtti -fno-threadsafe-statics")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${core} --specs=nano.specs -nostartfiles -Wl,--gc-sections")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(CMAKE_CROSSCOMPILING_EMULATOR "${CMAKE_CURRENT_LIST_DIR}/../qemu-run;${machine}")

# CMake knows how to have archives searched again for systems that it knows only.
set(CMAKE_CXX_LINK_GROUP_USING_RESCAN_SUPPORTED TRUE)
set(CMAKE_CXX_LINK_GROUP_USING_RESCAN "LINKER:--start-group" "LINKER:--end-group")
