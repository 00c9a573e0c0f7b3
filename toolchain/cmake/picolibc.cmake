# Bare metal with picolibc and a compiler that has no libstdc++ for it; tests run in QEMU. For the toolchain file of an
# architecture, which sets
#   tools     prefix of the compiler's name
#   core      the compiler's options for the core
#   machine   the machine's name for qemu-run
#   picolibc  the compiler's options for the library
set(CMAKE_SYSTEM_NAME Generic)
set(BATON_C_LIBRARY picolibc)  # folder of hal and of tests/support

set(CMAKE_C_COMPILER ${tools}gcc)
set(CMAKE_CXX_COMPILER ${tools}g++)
set(CMAKE_ASM_COMPILER ${tools}gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# libstdc++'s headers are the same for every machine without an operating system, so those of Arm's bare-metal compiler
# serve; what they need at run time is in hal/picolibc/runtime.cpp.
file(GLOB libstdcxx /usr/include/newlib/c++/*)
if(NOT libstdcxx)
  message(FATAL_ERROR "libstdc++'s headers are not in /usr/include/newlib/c++: install libstdc++-arm-none-eabi-newlib")
endif()
set(headers "-nostdinc++ -isystem ${libstdcxx} -isystem ${libstdcxx}/arm-none-eabi")

# CMake hands the language's flags to the linker too; it takes the specs only once.
# A section for each function and object, so that the linker leaves out what an image does not use.
set(image "${core} ${picolibc} -ffunction-sections -fdata-sections -fno-unwind-tables -fno-asynchronous-unwind-tables")
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
