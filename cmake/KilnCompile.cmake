# SPDX-License-Identifier: Apache-2.0
# Compiler settings, the installed LLVM and MLIR, and the two kinds of library that Kiln is made of.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

find_program(KILN_CCACHE ccache)
if(KILN_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${KILN_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KILN_CCACHE})
endif()

find_program(KILN_LLD NAMES ld.lld-22 ld.lld)
if(KILN_LLD)
  add_link_options(--ld-path=${KILN_LLD})
endif()

# MLIR accepts only its exact version in find_package, so the major version is checked by hand.
find_package(MLIR REQUIRED CONFIG HINTS /usr/lib/llvm-22/lib/cmake/mlir)
find_package(LLVM REQUIRED CONFIG HINTS /usr/lib/llvm-22/lib/cmake/llvm)
if(NOT LLVM_VERSION_MAJOR EQUAL 22)
  message(FATAL_ERROR "Kiln needs LLVM and MLIR 22, found ${LLVM_PACKAGE_VERSION}: "
                      "run cmake/install-packages, or give -DMLIR_DIR=…/lib/cmake/mlir")
endif()
list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
include(TableGen)
include(AddLLVM)
include(AddMLIR)

add_compile_options(-Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers)

if(KILN_FUZZ)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer
                      -fsanitize-coverage=inline-8bit-counters,pc-table -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
  add_link_options(-fsanitize=address,undefined)
endif()

# Code that may use LLVM and MLIR: compiled without exceptions and RTTI, as the installed libraries are.
add_library(kiln_mlir INTERFACE)
target_include_directories(kiln_mlir INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_include_directories(kiln_mlir SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
target_compile_options(kiln_mlir INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti -fvisibility-inlines-hidden>
                       $<$<CONFIG:Release>:-O1>)
target_link_libraries(kiln_mlir INTERFACE MLIR LLVM)

# The MLIR headers that nearly every source reads, compiled once for all libraries.
if(KILN_PCH)
  file(WRITE ${CMAKE_BINARY_DIR}/kiln_pch.cpp.new "// Holds the precompiled MLIR headers.\n")
  configure_file(${CMAKE_BINARY_DIR}/kiln_pch.cpp.new ${CMAKE_BINARY_DIR}/kiln_pch.cpp COPYONLY)
  add_library(kiln_pch OBJECT ${CMAKE_BINARY_DIR}/kiln_pch.cpp)
  target_link_libraries(kiln_pch PUBLIC kiln_mlir)
  target_compile_options(kiln_pch PRIVATE -Xclang -fno-pch-timestamp)
  target_precompile_headers(kiln_pch PRIVATE
    <mlir/IR/Builders.h> <mlir/IR/BuiltinOps.h> <mlir/IR/BuiltinTypes.h> <mlir/IR/BuiltinAttributes.h>
    <mlir/IR/PatternMatch.h> <mlir/IR/OpImplementation.h> <mlir/IR/IRMapping.h>
    <mlir/Pass/Pass.h> <mlir/Interfaces/SideEffectInterfaces.h> <mlir/Interfaces/InferTypeOpInterface.h>
    <llvm/ADT/STLExtras.h> <llvm/ADT/StringSwitch.h> <llvm/ADT/TypeSwitch.h>)
endif()

# kiln_library(name SOURCES a.cpp … [LINK lib …] [DEPENDS target …]): a static library of the compiler.
function(kiln_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC kiln_mlir ${ARG_LINK})
  kiln_reuse_pch(${name})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  set_property(GLOBAL APPEND PROPERTY KILN_LIBRARIES ${name})
endfunction()

# kiln_tool(name SOURCES a.cpp … [LINK lib …]): an executable of the compiler, installed into bin/.
function(kiln_tool name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE kiln_mlir ${ARG_LINK})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

function(kiln_reuse_pch name)
  if(KILN_PCH)
    target_precompile_headers(${name} REUSE_FROM kiln_pch)
    target_compile_options(${name} PRIVATE -Xclang -fno-pch-timestamp)
  endif()
endfunction()
