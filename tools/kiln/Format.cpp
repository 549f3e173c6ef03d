// SPDX-License-Identifier: Apache-2.0
//===- Format.cpp - kiln format: a file in its one form -------------------===//
#include "frontends/kiln/Format.h"
#include "tools/kiln/Commands.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

int kiln::formatCommand(const Invocation &invocation) {
  bool checkOnly = false;
  StringRef path;
  for (StringRef word : invocation.arguments) {
    if (word == "--check") {
      checkOnly = true;
    } else if (word.starts_with("-") || !path.empty()) {
      llvm::errs() << "kiln format: `" << word << "` is not expected here\n";
      return ExitUsage;
    } else {
      path = word;
    }
  }
  if (path.empty()) {
    llvm::errs() << "usage: kiln format FILE [--check]\n";
    return ExitUsage;
  }

  frontend::Diagnostics diagnostics;
  std::optional<std::string> text;
  auto source = frontend::SourceFile::open(path);
  if (!source)
    diagnostics.report(frontend::Diag::FileNotReadable, {}, path, source.getError().message());
  else
    text = frontend::format(**source, diagnostics);
  diagnostics.render(llvm::errs(), llvm::errs().has_colors());
  if (!text)
    return ExitError;
  if (*text == (*source)->text())
    return ExitSuccess;
  if (checkOnly) {
    llvm::errs() << path << ": not formatted; run `kiln format " << path << "`\n";
    return ExitError;
  }
  // Written beside the file and put in its place, so that it is never half there.
  llvm::Error failure = llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << *text;
    return llvm::Error::success();
  });
  if (failure) {
    llvm::errs() << "kiln format: `" << path
                 << "` cannot be written: " << llvm::toString(std::move(failure)) << '\n';
    return ExitError;
  }
  return ExitSuccess;
}
