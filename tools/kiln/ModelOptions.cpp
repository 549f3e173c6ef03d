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

void ModelOptions::declare(CommandLine &line, llvm::ArrayRef<StringRef> shown) {
  auto help = [&](StringRef name, StringRef text) { return llvm::is_contained(shown, name) ? text : StringRef(); };
  auto flag = [&](StringRef name, StringRef text, bool &is, bool value) { line.flag(name, help(name, text), is, value); };
  auto option = [&](StringRef name, StringRef value, StringRef text, CommandLine::Take take) { line.option(name, value, help(name, text), std::move(take)); };
  option("--set", "DIM=SIZE", "another size for a dim of the file (ENTRY.DIM=SIZE: of one entry)", [this](StringRef value) -> std::string {
    auto [dim, size] = value.split('=');
    int64_t number;
    if (dim.empty() || size.getAsInteger(10, number) || number <= 0)
      return "`--set` needs a dim and a positive size, such as B=64, not `" + value.str() + "`";
    frontend.sets.push_back({dim.str(), number});
    return "";
  });
  option("--precision", "f64", "every float of the file is f64", [this](StringRef value) -> std::string {
    if (value != "f64")
      return "`--precision` can only be f64, not `" + value.str() + "`";
    compile.f64 = frontend.f64 = true;
    return "";
  });
  option("--dump", "PATH", "one more output: a name of the entry's body, or of a part's body behind its path, such as\nnet.layers[0].y; may be given again",
         [this](StringRef value) {
           frontend.taps.push_back(value.str());
           return "";
         });
  option("--cpu", "NAME",
         "the CPU that runs it, as LLVM calls it (native: this one); fat: x86-64-v4, -v3 and -v2 in one executable,\n"
         "which takes the best that the machine has",
         [this](StringRef value) -> std::string {
           if (auto cpu = findCpu(value); !cpu && value != kFatCpu)
             return llvm::toString(cpu.takeError());
           compile.cpu = value.str();
           return "";
         });
  option("--tune", "FILE.tune",
         "schedules that `kiln tune`, or you, chose instead of the cost model; if not given those of the .tune file\n"
         "beside the model, where there is one",
         [this](StringRef value) {
           tune = value.str();
           return tune.empty() ? "`--tune` needs a file" : "";
         });
  flag("--no-tune", "the cost model's alone", mayTune, false);
  flag("-O0", "each op a kernel of its own, nothing rewritten: slow, to look for a mistake of the passes", compile.optimise, false);
  flag("--no-winograd", "convolutions as the sums of products that they are, never through transforms", compile.winograd, false);
  option("--memory-budget", "N",
         "the arena takes N bytes at most, or N% of what it takes without: kernels run again instead of keeping\n"
         "what they computed. The results are the same bits",
         [this](StringRef value) -> std::string {
           StringRef number = value;
           compile.budgetInPercent = number.consume_back("%");
           if (number.getAsInteger(10, compile.memoryBudget) || compile.memoryBudget <= 0)
             return "`--memory-budget` needs bytes or a share of the peak, such as 70%, not `" + value.str() + "`";
           return "";
         });
  flag("--trap-nonfinite",
       "a call fails at the first kernel that makes an infinity or a NaN, and names its lines and path; with -O0\n"
       "that is one op. It looks at all values that kernels read and write",
       compile.trapNonFinite, true);
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
