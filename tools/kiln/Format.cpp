// SPDX-License-Identifier: Apache-2.0
//===- Format.cpp - kiln format: a file in its one form -------------------===//
#include "compiler/native/ReplaceFile.h"
#include "frontends/kiln/Format.h"
#include "tools/kiln/CommandLine.h"
#include "tools/kiln/Commands.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

int kiln::formatCommand(const Invocation &invocation) {
  std::string path;
  bool checkOnly = false;
  CommandLine line("format");
  line.operand("FILE", "model", path);
  line.flag("--check", "write nothing; exit code 1 where the file is not in its one form", checkOnly);
  if (auto code = line.read(invocation.arguments))
    return *code;

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
