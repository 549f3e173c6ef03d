// SPDX-License-Identifier: Apache-2.0
//===- ModelOptions.cpp ---------------------------------------------------===//
#include "tools/kiln/ModelOptions.h"

#include "compiler/memory/Place.h"
#include "compiler/native/Target.h"

#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

ModelOptions::Taken ModelOptions::take(llvm::ArrayRef<StringRef> words, size_t &i,
                                       std::string &problem) {
  auto wrong = [&](const llvm::Twine &text) {
    problem = text.str();
    return Taken::Wrong;
  };
  StringRef word = words[i];
  if (word == "-O0") {
    compile.optimise = false;
    return Taken::Yes;
  }
  if (word == "--trap-nonfinite") {
    compile.trapNonFinite = true;
    return Taken::Yes;
  }
  if (word == "--no-winograd") {
    compile.winograd = false;
    return Taken::Yes;
  }
  auto [name, value] = word.split('=');
  if (name != "--set" && name != "--cpu" && name != "--precision" && name != "--dump" && name != "--memory-budget")
    return Taken::No;
  if (!word.contains('=')) {
    if (i + 1 == words.size())
      return wrong("`" + name + "` needs a value");
    value = words[++i];
  }
  if (name == "--cpu") {
    if (auto cpu = findCpu(value); !cpu && value != kFatCpu)
      return wrong(llvm::toString(cpu.takeError()));
    compile.cpu = value.str();
    return Taken::Yes;
  }
  if (name == "--memory-budget") {
    compile.budgetInPercent = value.consume_back("%");
    if (value.getAsInteger(10, compile.memoryBudget) || compile.memoryBudget <= 0)
      return wrong("`--memory-budget` needs bytes or a share of the peak, such as 70%, not `" + words[i] + "`");
    return Taken::Yes;
  }
  if (name == "--dump") {
    frontend.taps.push_back(value.str());
    return Taken::Yes;
  }
  if (name == "--precision") {
    if (value != "f64")
      return wrong("`--precision` can only be f64, not `" + value + "`");
    compile.f64 = frontend.f64 = true;
    return Taken::Yes;
  }
  auto [dim, size] = value.split('=');
  int64_t number;
  if (dim.empty() || size.getAsInteger(10, number) || number <= 0)
    return wrong("`--set` needs a dim and a positive size, such as B=64, not `" + value + "`");
  frontend.sets.push_back({dim.str(), number});
  return Taken::Yes;
}

/// What the stages of the compiler refuse, in the form of the frontend's messages.
static void printErrors(mlir::MLIRContext &context) {
  auto print = [](mlir::Diagnostic &diagnostic, StringRef severity) {
    Place place = placeOf(diagnostic.getLocation());
    if (!place.file.empty())
      llvm::errs() << place.file << ":" << place.line << ":" << place.column << ": ";
    llvm::errs() << severity << ": " << diagnostic.str() << "\n";
  };
  context.getDiagEngine().registerHandler([=](mlir::Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != mlir::DiagnosticSeverity::Error)
      return mlir::failure();
    print(diagnostic, "error");
    for (mlir::Diagnostic &note : diagnostic.getNotes())
      print(note, "note");
    return mlir::success();
  });
}

mlir::OwningOpRef<mlir::ModuleOp> kiln::readModel(mlir::MLIRContext &context, StringRef file,
                                                  const frontend::FrontendOptions &options) {
  frontend::Sources sources;
  frontend::Diagnostics diagnostics;
  auto module = frontend::compile(context, file, options, sources, diagnostics);
  diagnostics.render(llvm::errs(), llvm::errs().has_colors());
  printErrors(context);
  return module;
}
