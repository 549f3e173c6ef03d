// SPDX-License-Identifier: Apache-2.0
//===- Check.cpp - kiln check: read a file, write nothing -----------------===//
#include "frontends/kiln/AstDump.h"
#include "frontends/kiln/Frontend.h"
#include "frontends/kiln/Parser.h"
#include "tools/kiln/Commands.h"

#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

int kiln::checkCommand(const Invocation &invocation) {
  bool syntaxOnly = false, emit = false, locations = false, understood = true;
  frontend::FrontendOptions options;
  StringRef path;
  for (size_t i = 0; i < invocation.arguments.size() && understood; ++i) {
    StringRef word = invocation.arguments[i];
    if (word == "--syntax") {
      syntaxOnly = true;
    } else if (word == "--emit=kiln") {
      emit = true;
    } else if (word == "--locations") {
      locations = true;
    } else if (word == "--precision" && i + 1 < invocation.arguments.size()) {
      StringRef precision = invocation.arguments[++i];
      options.f64 = precision == "f64";
      understood = precision == "f64" || precision == "f32";
    } else if (word == "--set" && i + 1 < invocation.arguments.size()) {
      auto [name, number] = invocation.arguments[++i].split('=');
      int64_t size = 0;
      understood = !number.getAsInteger(10, size) && !name.empty();
      options.sets.push_back({name.str(), size});
    } else if (word.starts_with("-") || !path.empty()) {
      llvm::errs() << "kiln check: `" << word << "` is not expected here\n";
      understood = false;
    } else {
      path = word;
    }
  }
  if (path.empty() || !understood) {
    llvm::errs() << "usage: kiln check FILE [--set DIM=SIZE] [--precision f64] [--syntax] "
                    "[--emit=kiln [--locations]]\n";
    return ExitUsage;
  }

  frontend::Sources sources;
  frontend::Diagnostics diagnostics;
  if (syntaxOnly) {
    auto source = frontend::SourceFile::open(path);
    if (!source) {
      diagnostics.report(frontend::Diag::FileNotReadable, {}, path, source.getError().message());
    } else {
      const frontend::SourceFile &kept = sources.add(std::move(*source));
      std::unique_ptr<frontend::ast::File> file = frontend::parse(kept, diagnostics);
      if (!diagnostics.hasErrors())
        frontend::dump(*file, llvm::outs());
    }
  } else {
    mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
    mlir::OwningOpRef<mlir::ModuleOp> module =
        frontend::compile(context, path, options, sources, diagnostics);
    if (module && emit) {
      mlir::OpPrintingFlags flags;
      if (locations)
        flags.enableDebugInfo();
      module->print(llvm::outs(), flags);
    }
  }
  diagnostics.render(llvm::errs(), llvm::errs().has_colors());
  return diagnostics.hasErrors() ? ExitError : ExitSuccess;
}
