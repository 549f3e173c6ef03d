# SPDX-License-Identifier: Apache-2.0
# kiln_embed(OUT FUNCTION name FILES a.kiln …): a C++ source, named in OUT, that defines
#   llvm::ArrayRef<std::pair<llvm::StringRef, llvm::StringRef>> kiln::name();
# the files' names (without folder) and texts, in the order given. Run again when a file changes.
# With -P the same file does the writing.

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Written by cmake/KilnEmbed.cmake.\n#include \"llvm/ADT/ArrayRef.h\"\n#include \"llvm/ADT/StringRef.h\"\n")
  string(APPEND text "#include <utility>\n\nnamespace kiln {\nusing EmbeddedText = std::pair<llvm::StringRef, llvm::StringRef>;\n")
  string(APPEND text "llvm::ArrayRef<EmbeddedText> ${FUNCTION}();\n} // namespace kiln\n\n")
  string(APPEND text "static const kiln::EmbeddedText texts[] = {\n")
  string(REPLACE "|" ";" FILES "${FILES}")
  foreach(file IN LISTS FILES)
    cmake_path(GET file FILENAME name)
    file(READ ${file} content)
    string(APPEND text "    {\"${name}\", R\"KILN(${content})KILN\"},\n")
  endforeach()
  string(APPEND text "};\n\nllvm::ArrayRef<kiln::EmbeddedText> kiln::${FUNCTION}() { return texts; }\n")
  file(WRITE ${OUTPUT} "${text}")
  return()
endif()

set(KILN_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(kiln_embed out)
  cmake_parse_arguments(ARG "" "FUNCTION" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${ARG_FUNCTION}.cpp)
  set(files)
  foreach(file IN LISTS ARG_FILES)
    cmake_path(ABSOLUTE_PATH file)
    list(APPEND files ${file})
  endforeach()
  string(REPLACE ";" "|" joined "${files}")
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${joined}" -DFUNCTION=${ARG_FUNCTION} -DOUTPUT=${source} -P ${KILN_EMBED_SCRIPT}
    DEPENDS ${files} ${KILN_EMBED_SCRIPT} VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()
