// SPDX-License-Identifier: Apache-2.0
//===- Doc.cpp - kiln doc: what a file declares ---------------------------===//
#include "frontends/kiln/Document.h"
#include "frontends/kiln/Std.h"
#include "tools/kiln/Commands.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

namespace {
const char usageText[] = "usage: kiln doc FILE | std.NAME\n";
const char helpText[] = "\n"
                        "Functions, blocks and entries with their signatures and documentation (`##` lines).\n"
                        "The library:";

int usage(const llvm::Twine &problem) {
  llvm::errs() << "kiln doc: " << problem << "\n" << usageText;
  return ExitUsage;
}
} // namespace

int kiln::docCommand(const Invocation &invocation) {
  StringRef path;
  for (StringRef word : invocation.arguments) {
    if (word == "--help" || word == "-h") {
      llvm::outs() << usageText << helpText;
      for (StringRef name : frontend::standardLibraries())
        llvm::outs() << " " << name;
      llvm::outs() << "\n";
      return ExitSuccess;
    }
    if (word.starts_with("-"))
      return usage("there is no option `" + word + "`");
    if (!path.empty())
      return usage("one file at a time; `" + word + "` is a second");
    path = word;
  }
  if (path.empty())
    return usage("which model?");

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
