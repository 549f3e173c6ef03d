# SPDX-License-Identifier: Apache-2.0
# The tree that `cmake --install build --prefix P` writes. It may be moved: the driver finds the rest beside itself.
#   bin/kiln                 the driver (kiln-opt beside it)
#   lib/kiln/                what `kiln build` links into an executable: runtime, start files, zlib
#   include/kiln/            the C interface of the runtime
#   share/kiln/              examples and licence
# Tools of the compiler install themselves (kiln_tool in KilnCompile.cmake).

install(DIRECTORY runtime/include/kiln DESTINATION include OPTIONAL FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${CMAKE_BINARY_DIR}/lib/kiln DESTINATION lib OPTIONAL)
install(DIRECTORY examples DESTINATION share/kiln FILES_MATCHING PATTERN "*.kiln" PATTERN "*.md")
install(FILES LICENSE DESTINATION share/kiln)

add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -DMANIFEST=${CMAKE_BINARY_DIR}/install_manifest.txt
                  -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/uninstall.cmake)
