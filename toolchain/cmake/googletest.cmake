# GTest::gtest for the machine that this build is for, and baton_add_test().
include_guard()

set(baton_test_support "${PROJECT_SOURCE_DIR}/tests/support")

if(CMAKE_CROSSCOMPILING)
  # From Debian's sources. A target has no files, threads or processes; what of the libraries that still wants is in
  # tests/support, for each C library.
  set(googletest "/usr/src/googletest/googletest")
  add_library(gtest STATIC EXCLUDE_FROM_ALL "${googletest}/src/gtest-all.cc")
  target_include_directories(gtest SYSTEM PUBLIC "${googletest}/include" PRIVATE "${googletest}")
  target_compile_definitions(gtest PUBLIC GTEST_HAS_PTHREAD=0 GTEST_HAS_DEATH_TEST=0 GTEST_HAS_STREAM_REDIRECTION=0
    GTEST_HAS_POSIX_RE=0 GTEST_HAS_STD_WSTRING=0 PRIVATE _POSIX_C_SOURCE=200809L _GNU_SOURCE _POSIX_PATH_MAX=255)
  target_compile_options(gtest PRIVATE -Os)
  if(EXISTS "${baton_test_support}/${BATON_C_LIBRARY}/streams")
    target_include_directories(gtest SYSTEM BEFORE PUBLIC "${baton_test_support}/${BATON_C_LIBRARY}/streams")
  endif()
  add_library(GTest::gtest ALIAS gtest)
  set(baton_test_main "${baton_test_support}/target/main.cpp" "${baton_test_support}/${BATON_C_LIBRARY}/system_calls.cpp")
else()
  find_package(GTest REQUIRED)
  set(baton_test_main "${baton_test_support}/host/main.cpp")
endif()

# What every test program has, and what those have that raise interrupts: compiled once.
function(baton_add_test_support name)
  add_library(${name} OBJECT ${ARGN})
  target_link_libraries(${name} PRIVATE baton_kernel baton_flags)
endfunction()
baton_add_test_support(baton_test_main ${baton_test_main})
target_link_libraries(baton_test_main PRIVATE GTest::gtest)
baton_add_test_support(baton_test_machine "${baton_machine}")

# baton_add_test(NAME SOURCES FILE... [KERNEL LIBRARY] [LIBRARIES LIBRARY...] [ARGUMENTS ARG...] [PREEMPTIBLE])
# Builds a GoogleTest program and registers it with ctest under its name. KERNEL is what it is linked to: a kernel with
# its port (baton_test_image unless given) or the port alone (baton_hal_only). LIBRARIES: baton_test_machine if it uses
# support/machine.hpp. PREEMPTIBLE: in the simulator too, tasks lose the CPU in loops that never call the kernel, once
# the test says that blocks take time.
function(baton_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "PREEMPTIBLE" "KERNEL" "SOURCES;LIBRARIES;ARGUMENTS")
  if(NOT test_SOURCES)
    message(FATAL_ERROR "baton_add_test(${name}): no SOURCES given")
  endif()
  if(NOT test_KERNEL)
    set(test_KERNEL baton_test_image)
  endif()
  add_executable(${name} ${test_SOURCES})
  target_link_libraries(${name} PRIVATE baton_test_main ${test_LIBRARIES} ${test_KERNEL} GTest::gtest baton_flags)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  # Tests are compiled far more often than they run, and the kernel that they test is compiled as ever: this halves the
  # time that the build takes.
  target_compile_options(${name} PRIVATE -Og -g1)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if(test_PREEMPTIBLE)
    baton_make_preemptible(${name} ${test_SOURCES})
  endif()
  add_test(NAME ${name} COMMAND ${name} ${test_ARGUMENTS})
endfunction()
