// SPDX-License-Identifier: Apache-2.0
//===- ModelOptions.cpp ---------------------------------------------------===//
#include "tools/kiln/ModelOptions.h"

#include "compiler/native/Target.h"
#include "dialects/kiln/Kiln.h"
#include "dialects/kiln/analysis/Place.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
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
  if (word == "--no-tune") {
    mayTune = false;
    return Taken::Yes;
  }
  auto [name, value] = word.split('=');
  if (name != "--set" && name != "--tune" && name != "--cpu" && name != "--precision" && name != "--dump" && name != "--memory-budget")
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
  if (name == "--tune") {
    tune = value.str();
    return tune.empty() ? wrong("`--tune` needs a file") : Taken::Yes;
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

std::string kiln::tuneFileOf(StringRef model) {
  llvm::SmallString<128> path(model);
  llvm::sys::path::replace_extension(path, "tune");
  return std::string(path);
}

void kiln::printErrors(StringRef file, StringRef text, llvm::ArrayRef<TuningError> errors) {
  llvm::SmallVector<StringRef> rows;
  text.split(rows, '\n');
  for (const TuningError &error : errors) {
    llvm::errs() << file << ":" << error.line << ":" << error.column << ": error: " << error.text << "\n";
    if (error.line <= rows.size() && llvm::all_of(rows[error.line - 1], llvm::isPrint))
      (llvm::errs() << "  " << rows[error.line - 1] << "\n").indent(error.column + 1) << "^\n";
    if (!error.help.empty())
      llvm::errs() << "  help: " << error.help << "\n";
  }
}

bool ModelOptions::readTuning(StringRef model) {
  bool isAsked = !tune.empty();
  std::string file = isAsked ? tune : tuneFileOf(model);
  if (!mayTune || !compile.optimise || (!isAsked && (file == model || !llvm::sys::fs::exists(file))))
    return true;
  auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/true);
  if (!buffer) {
    llvm::errs() << file << ": error: it cannot be read: " << buffer.getError().message() << "\n";
    return false;
  }
  std::vector<TuningError> errors;
  std::optional<TuningFile> all = parseTuning((*buffer)->getBuffer(), file, errors);
  if (!all) {
    printErrors(file, (*buffer)->getBuffer(), errors);
    return false;
  }
  std::vector<std::string> cpus{compile.cpu};
  if (compile.cpu == kFatCpu)
    cpus.assign(std::begin(kFatCpus), std::end(kFatCpus));
  std::string without;
  for (std::string &name : cpus)
    if (auto cpu = findCpu(name); !cpu)
      llvm::consumeError(cpu.takeError()); // the stages tell
    else if (!all->of(cpu->name))
      without += (without.empty() ? "" : ", ") + cpu->name;
  if (!without.empty()) {
    // Schedules for another processor would not be wrong, but slow: whoever names the file means them.
    llvm::errs() << file << ": " << (isAsked ? "error" : "note") << ": it has schedules for " << all->cpus() << ", none for " << without
                 << (isAsked ? "; `kiln tune` on that processor adds them" : ": the cost model chooses all") << "\n";
    if (isAsked)
      return false;
  }
  compile.tuning = std::make_shared<TuningFile>(std::move(*all));
  return true;
}

/// What the stages of the compiler refuse, in the form of the frontend's messages.
static void printDiagnostics(mlir::MLIRContext &context) {
  auto print = [](mlir::Diagnostic &diagnostic, StringRef severity) {
    Place place = placeOf(diagnostic.getLocation());
    if (!place.file.empty())
      llvm::errs() << place.file << ":" << place.line << ":" << place.column << ": ";
    llvm::errs() << severity << ": " << diagnostic.str() << "\n";
  };
  context.getDiagEngine().registerHandler([=](mlir::Diagnostic &diagnostic) {
    bool isWarning = diagnostic.getSeverity() == mlir::DiagnosticSeverity::Warning;
    if (diagnostic.getSeverity() != mlir::DiagnosticSeverity::Error && !isWarning)
      return mlir::failure();
    print(diagnostic, isWarning ? "warning" : "error");
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
  printDiagnostics(context);
  return module;
}

std::vector<std::string> kiln::entriesOf(mlir::ModuleOp module) {
  std::vector<std::string> names;
  for (auto entry : module.getOps<EntryOp>())
    if (entry.getMode() != Mode::init)
      names.push_back(entry.getSymName().str());
  return names;
}

std::string kiln::listed(llvm::ArrayRef<std::string> entries) {
  return entries.empty() ? "the model has none" : "`" + llvm::join(entries, "`, `") + "`";
}
