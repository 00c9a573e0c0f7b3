# RISC-V, bare metal: Debian's riscv64-unknown-elf GCC for cores of 32 and 64 bits, and picolibc. rv32.cmake and
# rv64.cmake set `core` and `machine` first.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv)

set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_CXX_COMPILER riscv64-unknown-elf-g++)
set(CMAKE_ASM_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# The compiler comes without libstdc++. Its headers are the same for every machine without an operating system, so those
# of Arm's bare-metal compiler serve; what they need at run time is in hal/riscv/runtime.cpp.
file(GLOB libstdcxx /usr/include/newlib/c++/*)
if(NOT libstdcxx)
  message(FATAL_ERROR "libstdc++'s headers are not in /usr/include/newlib/c++: install libstdc++-arm-none-eabi-newlib")
endif()
set(headers "-nostdinc++ -isystem ${libstdcxx} -isystem ${libstdcxx}/arm-none-eabi")

# The older specification has the instructions for control registers in every core: naming them in -march (_zicsr) would
# select the wrong libgcc. medany: addresses relative to the program counter reach the image wherever it lies.
set(core "${core} -misa-spec=2.2 -mcmodel=medany")
# CMake hands the language's flags to the linker too; it takes the specs only once.
# A section for each function and object, so that the linker leaves out what an image does not use.
set(image "${core} --specs=picolibc.specs -ffunction-sections -fdata-sections -fno-unwind-tables -fno-asynchronous-unwind-tables")
set(CMAKE_ASM_FLAGS_INIT "${core} -I ${CMAKE_CURRENT_LIST_DIR}/../..")
set(CMAKE_C_FLAGS_INIT "${image}")
set(CMAKE_CXX_FLAGS_INIT "${image} ${headers} -fno-exceptions -fno-rtti -fno-threadsafe-statics")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostartfiles -nodefaultlibs -Wl,--gc-sections")
set(CMAKE_CXX_STANDARD_LIBRARIES_INIT "-Wl,--start-group -lc -lgcc -Wl,--end-group")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(CMAKE_CROSSCOMPILING_EMULATOR "${CMAKE_CURRENT_LIST_DIR}/../qemu-run;${machine}")

# CMake knows how to have archives searched again for systems that it knows only.
set(CMAKE_CXX_LINK_GROUP_USING_RESCAN_SUPPORTED TRUE)
set(CMAKE_CXX_LINK_GROUP_USING_RESCAN "LINKER:--start-group" "LINKER:--end-group")
