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
};

const char usageText[] =
    "usage: kiln check FILE [--set DIM=SIZE] [--precision f64] [--syntax] [--emit=kiln [--locations]]\n"
    "       kiln check --gradients FILE [--set DIM=SIZE] [--entry NAME] [--samples N] [--seed N]\n"
    "                                     [--reference] [--json]\n";

const char helpText[] =
    "\n"
    "  --set DIM=SIZE      another size for a dim of the file (ENTRY.DIM=SIZE: of one entry)\n"
    "  --precision f64     every float of the file is f64\n"
    "  --syntax            print the syntax tree; check nothing more\n"
    "  --emit=kiln         print the module; --locations: with the place of each op\n"
    "\n"
    "  --gradients         compare every gradient of the file with central differences, in f64, first and\n"
    "                      second order, draws held fixed; compare compiled values with interpreted ones.\n"
    "                      Take a small batch: --set B=2. Exit code 1 where one is wrong; docs/gradients.md\n"
    "  --entry NAME        this entry alone\n"
    "  --samples N         elements of a large tensor, beside one random direction (256)\n"
    "  --seed N            of parameters, inputs, draws and sampled elements (1)\n"
    "  --reference         take every difference on the interpreter too, not the first 16 of a tensor and a direction\n"
    "  --json              one JSON document instead of lines\n";

int usage(const llvm::Twine &problem) {
  llvm::errs() << "kiln check: " << problem << "\n" << usageText;
  return ExitUsage;
}

/// 0 where the arguments make sense.
int parse(llvm::ArrayRef<StringRef> words, CheckArguments &result) {
  bool forGradients = false;
  for (size_t i = 0; i < words.size(); ++i) {
    StringRef word = words[i];
    if (!word.starts_with("-")) {
      if (!result.file.empty())
        return usage("one model at a time; `" + word + "` is a second");
      result.file = word.str();
      continue;
    }
    if (word == "--syntax" || word == "--locations" || word == "--gradients" || word == "--json" ||
        word == "--reference") {
      result.syntaxOnly |= word == "--syntax";
      result.locations |= word == "--locations";
      result.gradients |= word == "--gradients";
      result.json |= word == "--json";
      result.check.reference |= word == "--reference";
      forGradients |= word == "--json" || word == "--reference";
      continue;
    }
    std::string problem;
    switch (result.model.take(words, i, problem)) {
    case ModelOptions::Taken::Yes:
      continue;
    case ModelOptions::Taken::Wrong:
      return usage(problem);
    case ModelOptions::Taken::No:
      break;
    }
    // The others have a value: `--name value` or `--name=value`.
    auto [name, value] = word.split('=');
    if (name != "--emit" && name != "--entry" && name != "--samples" && name != "--seed")
      return usage("there is no option `" + name + "`");
    if (!word.contains('=')) {
      if (++i == words.size())
        return usage("`" + name + "` needs a value");
      value = words[i];
    }
    if (name == "--emit") {
      if (value != "kiln")
        return usage("`--emit` can only be kiln here; `kiln build` emits the stages");
      result.emit = true;
    } else {
      forGradients = true;
      if (name == "--entry")
        result.check.entry = value.str();
      else if (name == "--samples" ? value.getAsInteger(10, result.check.samples) || result.check.samples < 1
                                   : value.getAsInteger(10, result.check.seed))
        return usage("`" + name + "` needs a number, not `" + value + "`");
    }
  }
  if (result.file.empty())
    return usage("which model?");
  if (forGradients && !result.gradients)
    return usage("`--entry`, `--samples`, `--seed`, `--reference` and `--json` go with `--gradients`");
  if (result.gradients && (result.syntaxOnly || result.emit))
    return usage("`--gradients` goes with neither `--syntax` nor `--emit`");
  // Differences of f32 values say nothing.
  result.model.frontend.f64 |= result.gradients;
  return 0;
}

} // namespace

int kiln::checkCommand(const Invocation &invocation) {
  for (StringRef word : invocation.arguments)
    if (word == "--help" || word == "-h") {
      llvm::outs() << usageText << helpText;
      return ExitSuccess;
    }
  CheckArguments arguments;
  if (int code = parse(invocation.arguments, arguments))
    return code;

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
