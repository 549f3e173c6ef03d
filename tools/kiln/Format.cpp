// SPDX-License-Identifier: Apache-2.0
//===- Format.cpp - kiln format: a file in its one form -------------------===//
#include "compiler/native/ReplaceFile.h"
#include "frontends/kiln/Format.h"
#include "tools/kiln/Commands.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

namespace {
const char usageText[] = "usage: kiln format FILE [--check]\n";
const char helpText[] = "\n"
                        "  --check             write nothing; exit code 1 where the file is not in its one form\n";

int usage(const llvm::Twine &problem) {
  llvm::errs() << "kiln format: " << problem << "\n" << usageText;
  return ExitUsage;
}
} // namespace

int kiln::formatCommand(const Invocation &invocation) {
  bool checkOnly = false;
  StringRef path;
  for (StringRef word : invocation.arguments) {
    if (word == "--help" || word == "-h") {
      llvm::outs() << usageText << helpText;
      return ExitSuccess;
    }
    if (word == "--check") {
      checkOnly = true;
    } else if (word.starts_with("-")) {
      return usage("there is no option `" + word + "`");
    } else if (!path.empty()) {
      return usage("one model at a time; `" + word + "` is a second");
    } else {
      path = word;
    }
  }
  if (path.empty())
    return usage("which model?");

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
  if (llvm::Error problem = replaceFile(path, *text)) {
    llvm::errs() << "kiln format: " << llvm::toString(std::move(problem)) << '\n';
    return ExitError;
  }
  return ExitSuccess;
}
