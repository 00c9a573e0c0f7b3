# AArch64, bare metal: Debian's GCC for Linux, of which only the compiler is used, and picolibc.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(tools aarch64-linux-gnu-)
set(machine aarch64-virt)
set(BATON_BOOST_CONTEXT arm64_aapcs_elf_gas)

# No calls of Linux's libraries for atomic operations and stacks' canaries; some distributions' compilers have those on.
set(core "-mcpu=cortex-a53 -mno-outline-atomics -mbranch-protection=none -fno-stack-protector -fno-stack-clash-protection -fno-pie -U_FORTIFY_SOURCE")
# Headers must not take the machine for one with Linux.
set(core "${core} -U__linux__ -U__gnu_linux__ -Ulinux -U__unix__ -Uunix")
# The build for speed: the other one fills and copies memory byte by byte.
set(picolibc "--specs=/usr/lib/picolibc/aarch64-linux-gnu/picolibc.specs --picolibc-buildtype=release")
include("${CMAKE_CURRENT_LIST_DIR}/picolibc.cmake")
string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -static -no-pie -Wl,-z,max-page-size=4096")
