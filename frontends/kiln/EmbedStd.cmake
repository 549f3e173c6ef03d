# SPDX-License-Identifier: Apache-2.0
# cmake -DOUT=file -DFILES=a;b -P EmbedStd.cmake: writes the library's files as raw strings.
set(text "// Written by EmbedStd.cmake.\n#include \"frontends/kiln/Std.h\"\n")
string(APPEND text "llvm::StringRef kiln::frontend::standardLibrary(llvm::StringRef name) {\n")
set(names "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} content)
  get_filename_component(stem ${file} NAME_WE)
  string(APPEND names "\"std.${stem}\", ")
  string(APPEND text "  if (name == \"std/${name}\")\n    return R\"kiln~(${content})kiln~\";\n")
endforeach()
string(APPEND text "  return \"\";\n}\n")
string(APPEND text "llvm::ArrayRef<llvm::StringRef> kiln::frontend::standardLibraries() {\n"
                   "  static const llvm::StringRef names[] = {${names}};\n  return names;\n}\n")
file(WRITE ${OUT} "${text}")
