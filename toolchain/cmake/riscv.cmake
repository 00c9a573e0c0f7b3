# RISC-V, bare metal: Debian's riscv64-unknown-elf GCC for cores of 32 and 64 bits. rv32.cmake and rv64.cmake set `core`
# and `machine` first.
set(CMAKE_SYSTEM_PROCESSOR riscv)
set(tools riscv64-unknown-elf-)

# The older specification has the instructions for control registers in every core: naming them in -march (_zicsr) would
# select the wrong libgcc. medany: addresses relative to the program counter reach the image wherever it lies.
set(core "${core} -misa-spec=2.2 -mcmodel=medany")
set(picolibc --specs=picolibc.specs)
include("${CMAKE_CURRENT_LIST_DIR}/picolibc.cmake")
