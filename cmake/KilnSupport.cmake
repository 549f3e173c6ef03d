# SPDX-License-Identifier: Apache-2.0
# lib/kiln: all that `kiln build` links into an executable, so that it needs no compiler and no development packages.
#   libkiln_runtime.a                    the runtime with zlib
#   Scrt1.o crti.o crtn.o                start files of libc
#   libc.so.6 libm.so.6 libc_nonshared.a what the executable depends on, to resolve symbols against

set(support ${CMAKE_BINARY_DIR}/lib/kiln)
file(MAKE_DIRECTORY ${support})

function(kiln_compiler_file name out)
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=${name}
                  OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT IS_ABSOLUTE "${path}" OR NOT EXISTS "${path}")
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} does not find ${name}: run cmake/install-packages")
  endif()
  set(${out} ${path} PARENT_SCOPE)
endfunction()

foreach(name Scrt1.o crti.o crtn.o libc.so.6 libm.so.6 libc_nonshared.a)
  kiln_compiler_file(${name} path)
  file(REAL_PATH ${path} path)
  configure_file(${path} ${support}/${name} COPYONLY)
endforeach()

if(TARGET kiln_runtime)
  set(script "create ${support}/libkiln_runtime.a\naddlib $<TARGET_FILE:kiln_runtime>\n")
  foreach(name libz.a)
    kiln_compiler_file(${name} path)
    file(REAL_PATH ${path} path)
    string(APPEND script "addlib ${path}\n")
  endforeach()
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/kiln_support.mri CONTENT "${script}save\nend\n")
  add_custom_command(OUTPUT ${support}/libkiln_runtime.a
    COMMAND ${CMAKE_COMMAND} -E rm -f ${support}/libkiln_runtime.a
    COMMAND ${CMAKE_AR} -M < ${CMAKE_BINARY_DIR}/kiln_support.mri
    DEPENDS kiln_runtime ${CMAKE_BINARY_DIR}/kiln_support.mri VERBATIM)
  add_custom_target(kiln_support ALL DEPENDS ${support}/libkiln_runtime.a)
else()
  add_custom_target(kiln_support)
endif()
