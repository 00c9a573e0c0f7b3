# What every target of this build shares, and baton_add_app().
include_guard()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

# Flags of Baton's own code; libraries built from Debian's sources do not get the warnings.
add_library(baton_flags INTERFACE)
target_compile_options(baton_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)

# Flags of everything that ends up in one image. The kernel and the applications never throw.
add_library(baton_image INTERFACE)
if(BATON_ASAN)
  target_compile_options(baton_image INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(baton_image INTERFACE -fsanitize=address,undefined)
endif()

# baton_add_image_objects(NAME KERNEL [SOURCE...])
# Compiles the SOURCES once, with what the library KERNEL asks for, and hands them to what links the library NAME.
function(baton_add_image_objects name kernel)
  if(ARGN)
    add_library(${name}_objects OBJECT ${ARGN})
    target_link_libraries(${name}_objects PRIVATE ${kernel} baton_flags)
    target_sources(${name} INTERFACE $<TARGET_OBJECTS:${name}_objects>)
  endif()
endfunction()

# baton_keep_map(NAME)
# Leaves the linker's map beside a target's image, for toolchain/size-report.
function(baton_keep_map name)
  if(CMAKE_CROSSCOMPILING)
    target_link_options(${name} PRIVATE "-Wl,-Map=$<TARGET_FILE:${name}>.map")
  endif()
endfunction()

# baton_add_app(NAME SOURCES FILE...)
# Builds the application NAME for the machine that this build is for: apps that define app_main().
function(baton_add_app name)
  cmake_parse_arguments(PARSE_ARGV 1 app "" "" "SOURCES")
  if(NOT app_SOURCES)
    message(FATAL_ERROR "baton_add_app(${name}): no SOURCES given")
  endif()
  add_executable(${name} ${app_SOURCES})
  target_link_libraries(${name} PRIVATE baton_app baton_flags)
  baton_make_preemptible(${name} ${app_SOURCES})
  baton_keep_map(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()
