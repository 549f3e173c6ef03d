// SPDX-License-Identifier: Apache-2.0
//===- Doc.cpp - kiln doc: what a file declares ---------------------------===//
#include "frontends/kiln/Document.h"
#include "frontends/kiln/Std.h"
#include "tools/kiln/CommandLine.h"
#include "tools/kiln/Commands.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

int kiln::docCommand(const Invocation &invocation) {
  std::string word, library = "The library: " + llvm::join(frontend::standardLibraries(), " ") + "\n";
  CommandLine line("doc", "Functions, blocks and entries with their signatures and documentation (`##` lines).\n", library);
  line.operand("FILE | std.NAME", "model", word);
  if (auto code = line.read(invocation.arguments))
    return *code;
  StringRef path = word;

  frontend::Diagnostics diagnostics;
  std::unique_ptr<frontend::SourceFile> source;
  if (path.starts_with("std.")) {
    std::string name = "std/" + path.drop_front(4).str() + ".kiln";
    StringRef text = frontend::standardLibrary(name);
    if (text.empty())
      diagnostics.report(frontend::Diag::UnknownLibrary, {}, path)
          .help("the library has " + llvm::join(frontend::standardLibraries(), ", "));
    else
      source = std::make_unique<frontend::SourceFile>(name, text.str());
  } else if (auto opened = frontend::SourceFile::open(path)) {
    source = std::move(*opened);
  } else {
    diagnostics.report(frontend::Diag::FileNotReadable, {}, path, opened.getError().message());
  }
  std::optional<std::string> page;
  if (source)
    page = frontend::document(*source, diagnostics);
  diagnostics.render(llvm::errs(), llvm::errs().has_colors());
  if (!page)
    return ExitError;
  llvm::outs() << *page;
  return ExitSuccess;
}
