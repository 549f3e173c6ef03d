// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry: any bytes as a source text. Everything that the parser promises is tested: it
// comes back, every range lies in the text, the messages can be shown, and what parses is formatted
// to a text with the same tree, which is formatted to itself.
#include "frontends/kiln/AstDump.h"
#include "frontends/kiln/Format.h"
#include "frontends/kiln/Parser.h"
#include <cstdlib>

using namespace kiln::frontend;

static void require(bool holds) {
  if (!holds)
    abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  SourceFile source("fuzz.kiln", std::string(reinterpret_cast<const char *>(data), size));
  Diagnostics diagnostics;
  std::unique_ptr<ast::File> file = parse(source, diagnostics);
  require(file != nullptr);
  for (const Diagnostic &diagnostic : diagnostics.all()) {
    require(diagnostic.range.begin <= diagnostic.range.end);
    require(diagnostic.range.end <= size);
  }
  std::string text;
  llvm::raw_string_ostream out(text);
  diagnostics.render(out, /*colour=*/false);
  if (diagnostics.hasErrors())
    return 0;

  std::string tree, againTree;
  llvm::raw_string_ostream treeOut(tree), againOut(againTree);
  dump(*file, treeOut);
  SourceFile formatted("fuzz.kiln", *format(source, diagnostics));
  std::unique_ptr<ast::File> again = parse(formatted, diagnostics);
  require(!diagnostics.hasErrors());
  dump(*again, againOut);
  require(tree == againTree);
  require(*format(formatted, diagnostics) == formatted.text());
  return 0;
}
