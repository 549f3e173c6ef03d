// SPDX-License-Identifier: Apache-2.0
//===- Build.cpp - kiln build: from a text to an executable ---------------===//
#include "compiler/Pipeline.h"
#include "compiler/native/Native.h"
#include "compiler/native/ReplaceFile.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/ModelOptions.h"

#include "mlir/IR/AsmState.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <ctime>

using namespace kiln;
using llvm::StringRef;

namespace {

struct BuildArguments {
  std::string file, output;
  std::optional<Stage> emit;
  bool time = false, symbols = false;
  ModelOptions model;
};

const char usageText[] =
    "usage: kiln build FILE [-o OUT|OUT.o] [--set DIM=SIZE] [--precision f64] [--cpu NAME] [-O0] [--no-winograd] [--dump PATH]…\n"
    "                       [--emit=kiln|graph|loops|memory|native] [--time] [--symbols]\n";

const char helpText[] =
    "\n"
    "  -o OUT              the executable (the model's name); OUT.o: an object file for a program of yours\n"
    "  --set DIM=SIZE      another size for a dim of the file (ENTRY.DIM=SIZE: of one entry)\n"
    "  --precision f64     every float of the file is f64\n"
    "  --dump PATH         one more output: a name of the entry's body, or of a part's body behind its path, such as\n"
    "                      net.layers[0].y\n"
    "  --cpu NAME          the CPU that runs it, as LLVM calls it (native: this one)\n"
    "  -O0                 each op a kernel of its own, nothing rewritten: slow, to look for a mistake of the passes\n"
    "  --no-winograd       convolutions as the sums of products that they are, never through transforms\n"
    "  --emit=STAGE        print the module behind a stage instead, with the place of each op: kiln, graph,\n"
    "                      loops and memory as kiln-opt reads them, native as LLVM IR\n"
    "  --time              processor time of each stage\n"
    "  --symbols           keep the names of kernels, for perf and debuggers\n";

int usage(const llvm::Twine &problem) {
  llvm::errs() << "kiln build: " << problem << "\n" << usageText;
  return ExitUsage;
}

/// 0 where the arguments make sense.
int parse(llvm::ArrayRef<StringRef> words, BuildArguments &result) {
  for (size_t i = 0; i < words.size(); ++i) {
    StringRef word = words[i];
    if (!word.starts_with("-")) {
      if (!result.file.empty())
        return usage("one model at a time; `" + word + "` is a second");
      result.file = word.str();
      continue;
    }
    if (word == "--time") {
      result.time = true;
      continue;
    }
    if (word == "--symbols") { // for perf and debuggers
      result.symbols = true;
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
    if (name != "-o" && name != "--emit")
      return usage("there is no option `" + name + "`");
    if (!word.contains('=')) {
      if (++i == words.size())
        return usage("`" + name + "` needs a value");
      value = words[i];
    }
    if (name == "-o") {
      result.output = value.str();
      continue;
    }
    result.emit = stageNamed(value);
    if (!result.emit)
      return usage("there is no stage `" + value + "`: kiln, graph, loops, memory or native");
  }
  if (result.file.empty())
    return usage("which model?");
  if (result.output.empty())
    result.output = llvm::sys::path::stem(result.file).str();
  return 0;
}

void printTimes(const CompileReport &report, double frontend, double link) {
  double sum = frontend + link;
  llvm::errs() << llvm::formatv("{0,-9}{1,9:F1} ms\n", "frontend", frontend);
  for (const CompileReport::Row &row : report.times) {
    llvm::errs() << llvm::formatv("{0,-9}{1,9:F1} ms\n", stageName(row.stage), row.milliseconds);
    sum += row.milliseconds;
  }
  llvm::errs() << llvm::formatv("{0,-9}{1,9:F1} ms\n", "link", link)
               << llvm::formatv("{0,-9}{1,9:F1} ms of processor time, without the linker's own\n", "sum", sum);
}

double milliseconds(std::clock_t from) { return 1e3 * double(std::clock() - from) / CLOCKS_PER_SEC; }

} // namespace

int kiln::buildCommand(const Invocation &invocation) {
  if (llvm::is_contained(invocation.arguments, "--help") ||
      llvm::is_contained(invocation.arguments, "-h")) {
    llvm::outs() << usageText << helpText;
    return ExitSuccess;
  }
  BuildArguments arguments;
  if (int code = parse(invocation.arguments, arguments))
    return code;

  mlir::DialectRegistry registry;
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  std::clock_t begin = std::clock();
  auto module = readModel(context, arguments.file, arguments.model.frontend);
  if (!module)
    return ExitError;
  double frontendTime = milliseconds(begin);

  CompileReport report;
  Stage last = std::min(arguments.emit.value_or(Stage::Memory), Stage::Memory);
  if (failed(runStages(*module, last, arguments.model.compile, report)))
    return ExitError;
  if (arguments.emit == Stage::Native)
    return failed(printLLVM(*module, arguments.model.compile, llvm::outs())) ? ExitError : ExitSuccess;
  if (arguments.emit) {
    mlir::OpPrintingFlags flags;
    flags.enableDebugInfo(true, /*prettyForm=*/false);
    module->print(llvm::outs(), flags);
    llvm::outs() << "\n";
    return ExitSuccess;
  }

  llvm::SmallString<0> object;
  if (failed(runNative(*module, arguments.model.compile, report, object)))
    return ExitError;
  begin = std::clock();
  bool objectOnly = StringRef(arguments.output).ends_with(".o");
  if (llvm::Error problem = objectOnly ? replaceFile(arguments.output, StringRef(object.data(), object.size()))
                                       : linkExecutable(invocation.root, object, arguments.output,
                                                        arguments.symbols)) {
    llvm::errs() << "kiln build: " << llvm::toString(std::move(problem)) << "\n";
    return ExitError;
  }
  uint64_t size = 0;
  (void)llvm::sys::fs::file_size(arguments.output, size);
  llvm::errs() << llvm::formatv("{0}: {1} parameters, peak {2} bytes (no plan needs less than {3}), "
                                "{4} {5} bytes, for {6}\n",
                                arguments.output, report.parameters, report.arenaBytes,
                                report.arenaLowerBound, objectOnly ? "object" : "executable", size,
                                report.cpu.name);
  if (arguments.time)
    printTimes(report, frontendTime, milliseconds(begin));
  return ExitSuccess;
}
