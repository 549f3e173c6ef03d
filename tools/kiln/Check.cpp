// SPDX-License-Identifier: Apache-2.0
//===- Check.cpp - kiln check: read a file, write nothing -----------------===//
#include "frontends/kiln/AstDump.h"
#include "frontends/kiln/Parser.h"
#include "tools/kiln/Commands.h"

#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

int kiln::checkCommand(const Invocation &invocation) {
  bool syntaxOnly = false;
  StringRef path;
  for (StringRef word : invocation.arguments) {
    if (word == "--syntax") {
      syntaxOnly = true;
    } else if (word.starts_with("-") || !path.empty()) {
      llvm::errs() << "kiln check: `" << word << "` is not expected here\n";
      return ExitUsage;
    } else {
      path = word;
    }
  }
  if (path.empty()) {
    llvm::errs() << "usage: kiln check FILE [--syntax]\n";
    return ExitUsage;
  }

  frontend::Diagnostics diagnostics;
  auto source = frontend::SourceFile::open(path);
  if (!source) {
    diagnostics.report(frontend::Diag::FileNotReadable, {}, path, source.getError().message());
  } else {
    std::unique_ptr<frontend::ast::File> file = frontend::parse(**source, diagnostics);
    if (syntaxOnly && !diagnostics.hasErrors())
      frontend::dump(*file, llvm::outs());
  }
  diagnostics.render(llvm::errs(), llvm::errs().has_colors());
  return diagnostics.hasErrors() ? ExitError : ExitSuccess;
}
