// SPDX-License-Identifier: Apache-2.0
//===- Check.cpp - kiln check: read a file, write nothing -----------------===//
#include "frontends/kiln/AstDump.h"
#include "frontends/kiln/Frontend.h"
#include "frontends/kiln/Parser.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/Gradients.h"
#include "tools/kiln/ModelOptions.h"

#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

namespace {

struct CheckArguments {
  std::string file;
  bool syntaxOnly = false, emit = false, locations = false, gradients = false, json = false;
  ModelOptions model;
  GradientCheckOptions check;
  CommandLine line{"check"};

  CheckArguments() {
    line.operand("FILE", "model", file);
    model.declare(line, {"--set", "--precision"});
    line.flag("--syntax", "print the syntax tree; check nothing more", syntaxOnly);
    line.option("--emit", "kiln", "print the module", [this](StringRef value) {
      emit = true;
      return value == "kiln" ? "" : "`--emit` can only be kiln here; `kiln build` emits the stages";
    });
    line.flag("--locations", "with --emit: the place of each op too", locations);
    line.flag("--gradients",
              "compare every gradient of the file with central differences, in f64, first and second order, draws held\n"
              "fixed; compare compiled values with interpreted ones. Take a small batch: --set B=2. Exit code 1 where\n"
              "one is wrong; docs/gradients.md",
              gradients);
    line.option("--entry", "NAME", "with --gradients: this entry alone", [this](StringRef value) {
      check.entry = value.str();
      return "";
    });
    auto number = [this](StringRef name, StringRef help, auto &to) {
      line.option(name, "N", help, [name, &to](StringRef value) -> std::string {
        return value.getAsInteger(10, to) || (name == "--samples" && to < 1) ? "`" + name.str() + "` needs a number, not `" + value.str() + "`" : "";
      });
    };
    number("--samples", "with --gradients: elements of a large tensor, beside one random direction (256)", check.samples);
    number("--seed", "with --gradients: of parameters, inputs, draws and sampled elements (1)", check.seed);
    line.flag("--reference", "with --gradients: every difference on the interpreter too, not the first 16 of a tensor and a direction", check.reference);
    line.flag("--json", "with --gradients: one JSON document instead of lines", json);
  }

  std::optional<int> read(llvm::ArrayRef<StringRef> words) {
    if (auto code = line.read(words))
      return code;
    bool isForGradients = llvm::any_of(llvm::ArrayRef<StringRef>{"--entry", "--samples", "--seed", "--reference", "--json"},
                                       [&](StringRef name) { return line.wasGiven(name); });
    if (isForGradients && !gradients)
      return line.misuse("`--entry`, `--samples`, `--seed`, `--reference` and `--json` go with `--gradients`");
    if (gradients && (syntaxOnly || emit))
      return line.misuse("`--gradients` goes with neither `--syntax` nor `--emit`");
    // Differences of f32 values say nothing.
    model.frontend.f64 |= gradients;
    return std::nullopt;
  }
};

} // namespace

int kiln::checkCommand(const Invocation &invocation) {
  CheckArguments arguments;
  if (auto code = arguments.read(invocation.arguments))
    return *code;

  frontend::Sources sources;
  frontend::Diagnostics diagnostics;
  if (arguments.syntaxOnly) {
    auto source = frontend::SourceFile::open(arguments.file);
    if (!source) {
      diagnostics.report(frontend::Diag::FileNotReadable, {}, arguments.file, source.getError().message());
    } else {
      const frontend::SourceFile &kept = sources.add(std::move(*source));
      std::unique_ptr<frontend::ast::File> file = frontend::parse(kept, diagnostics);
      if (!diagnostics.hasErrors())
        frontend::dump(*file, llvm::outs());
    }
  } else {
    // Neither is taken apart: the process ends.
    auto &context = *new mlir::MLIRContext(mlir::MLIRContext::Threading::DISABLED);
    mlir::ModuleOp module = frontend::compile(context, arguments.file, arguments.model.frontend, sources, diagnostics).release();
    if (module && arguments.gradients) {
      diagnostics.render(llvm::errs(), llvm::errs().has_colors());
      return printGradients(module, arguments.check, arguments.json);
    }
    if (module && arguments.emit) {
      mlir::OpPrintingFlags flags;
      if (arguments.locations)
        flags.enableDebugInfo();
      module->print(llvm::outs(), flags);
    }
  }
  diagnostics.render(llvm::errs(), llvm::errs().has_colors());
  return diagnostics.hasErrors() ? ExitError : ExitSuccess;
}
