# SPDX-License-Identifier: Apache-2.0
# GoogleTest executables; the lit suites are set up in tests/CMakeLists.txt.

find_package(GTest REQUIRED)
include(GoogleTest)

# kiln_unit_test(name SOURCES a.cpp … [LINK lib …] [MLIR]): one GoogleTest executable, built with `all`, run by ctest
# under its own name. MLIR: compile as the compiler's parts are (no exceptions, no RTTI).
function(kiln_unit_test name)
  cmake_parse_arguments(ARG "MLIR" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main)
  if(ARG_MLIR)
    target_link_libraries(${name} PRIVATE kiln_mlir)
  endif()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_property(GLOBAL APPEND PROPERTY KILN_TEST_TARGETS ${name})
endfunction()
