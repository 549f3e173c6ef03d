// SPDX-License-Identifier: Apache-2.0
//===- Build.cpp - kiln build: from a text to an executable ---------------===//
#include "compiler/Performance.h"
#include "compiler/Pipeline.h"
#include "compiler/native/Native.h"
#include "compiler/native/ReplaceFile.h"
#include "compiler/native/Target.h"
#include "runtime/core/PathPattern.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/Figures.h"
#include "tools/kiln/ModelOptions.h"

#include "mlir/IR/AsmState.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

namespace {

struct BuildArguments {
  std::string file, output, kernel;
  std::optional<Stage> emit;
  bool time = false, symbols = false, strict = false;
  ModelOptions model;
  CommandLine line{"build"};

  BuildArguments() {
    line.operand("FILE", "model", file);
    line.option("-o", "OUT", "the executable (the model's name); OUT.o: an object file for a program of yours", [this](StringRef value) {
      output = value.str();
      return "";
    });
    model.declare(line, {"--set", "--precision", "--dump", "--cpu", "--tune", "--no-tune", "-O0", "--no-winograd", "--memory-budget", "--trap-nonfinite"});
    line.option("--emit", "STAGE",
                "print the module behind a stage instead, with the place of each op: kiln, graph,\n"
                "loops and memory as kiln-opt reads them, native as LLVM IR",
                [this](StringRef value) -> std::string {
                  emit = stageNamed(value);
                  return emit ? "" : "there is no stage `" + value.str() + "`: kiln, graph, loops, memory or native";
                });
    line.option("--kernel", "PATH",
                "with --emit=native: the assembly of what comes from this path alone, such as net.layers[0]; also a\n"
                "kernel's name, as `kiln explain` lists them",
                [this](StringRef value) {
                  kernel = value.str();
                  return "";
                });
    line.flag("--strict-performance", "a kernel that runs long loops without vectors or spills registers is an error, not a warning", strict);
    line.flag("--time", "processor time of each stage, pass by pass", time);
    line.flag("--symbols", "keep the names of kernels, for perf and debuggers", symbols);
  }

  std::optional<int> read(llvm::ArrayRef<StringRef> words) {
    if (auto code = line.read(words))
      return code;
    if (!kernel.empty() && emit != Stage::Native)
      return line.misuse("`--kernel` shows a kernel's assembly: it goes with `--emit=native`");
    if (emit && model.compile.cpu == kFatCpu)
      return line.misuse("`--emit` shows the code for one processor, such as `--cpu x86-64-v3`");
    if (output.empty())
      output = llvm::sys::path::stem(file).str();
    return std::nullopt;
  }
};

void printTimes(const CompileReport &report, double frontend, double link) {
  double sum = frontend + link;
  for (const CompileReport::Row &row : report.times)
    sum += row.milliseconds;
  auto line = [&](StringRef name, double milliseconds, unsigned runs = 1) {
    llvm::errs() << llvm::formatv("{0,-30}{1,9:F1} ms {2,6:F1}%{3}\n", name, milliseconds, 100 * milliseconds / std::max(sum, 1e-9),
                                  runs > 1 ? llvm::formatv("  in {0} runs", runs).str() : "");
  };
  line("frontend", frontend);
  for (const CompileReport::Row &row : report.times) {
    line(stageName(row.stage), row.milliseconds);
    for (const PassTimes::Row &pass : row.passes.rows)
      line("  " + pass.name, pass.milliseconds, pass.runs);
  }
  line("link", link);
  line("sum", sum);
  llvm::errs() << "of processor time, without the linker's own; " << report.kernels << " distinct kernels\n";
}

/// Tells of kernels that are slower than meant; whether the build may go on.
bool tell(llvm::ArrayRef<PerformanceFault> faults, bool strict) {
  for (const PerformanceFault &fault : faults)
    llvm::errs() << llvm::formatv("{0}:{1}:{2}: {3}: {4}\n", fault.place.file, fault.place.line, fault.place.column,
                                  strict ? "error" : "warning", fault.text);
  return faults.empty() || !strict;
}

int printKernel(mlir::ModuleOp module, const BuildArguments &arguments) {
  Kernels kernels(module);
  std::vector<std::string> names = kernels.named(arguments.kernel);
  if (names.empty()) {
    llvm::errs() << "kiln build: no kernel is called or comes from `" << arguments.kernel << "`; there are:\n";
    for (const Kernels::Kernel &kernel : kernels.all)
      llvm::errs() << llvm::formatv("  {0,-28} {1}  {2}\n", kernel.name, placeText(kernel.places),
                                    runtime::pathPattern(kernel.paths));
    return ExitError;
  }
  for (const Kernels::Kernel &kernel : kernels.all)
    if (llvm::is_contained(names, kernel.name))
      llvm::outs() << llvm::formatv("# {0}: {1} {2}\n", kernel.name, placeText(kernel.places), runtime::pathPattern(kernel.paths));
  return failed(printAssembly(module, arguments.model.compile, names, llvm::outs())) ? ExitError : ExitSuccess;
}

} // namespace

/// Behind the memory stage: the model for each processor that it is compiled for, best first, or up to `last` for the one.
static mlir::FailureOr<std::vector<Variant>> plan(mlir::ModuleOp module, Stage last, const CompileOptions &options, CompileReport &report,
                                                  std::vector<mlir::OwningOpRef<mlir::ModuleOp>> &copies) {
  std::vector<std::string> cpus{options.cpu};
  if (options.cpu == kFatCpu)
    cpus.assign(std::begin(kFatCpus), std::end(kFatCpus));
  std::vector<Variant> variants;
  CompileReport largest;
  for (const std::string &cpu : cpus) { // the last takes the module itself
    mlir::ModuleOp own = &cpu == &cpus.back() ? module : *copies.emplace_back(module.clone());
    report.parameters = 0; // counted again for each
    variants.push_back({own, options});
    variants.back().options.cpu = cpu;
    if (failed(runStages(own, last, variants.back().options, report)))
      return mlir::failure();
    if (report.arenaBytes > largest.arenaBytes)
      largest = report;
  }
  report.arenaBytes = largest.arenaBytes, report.arenaLowerBound = largest.arenaLowerBound;
  report.cpu.name = options.cpu == kFatCpu ? llvm::join(cpus, ", ") : report.cpu.name;
  return variants;
}

int kiln::buildCommand(const Invocation &invocation) {
  BuildArguments arguments;
  if (auto code = arguments.read(invocation.arguments))
    return *code;

  // Neither is taken apart: the process ends.
  auto &context = *new mlir::MLIRContext(mlir::MLIRContext::Threading::DISABLED);
  double begin = PassTimes::now();
  mlir::ModuleOp module = readModel(context, arguments.file, arguments.model.frontend).release();
  if (!module)
    return ExitError;
  if (!arguments.model.readTuning(arguments.file))
    return ExitError;
  double frontendTime = PassTimes::now() - begin;

  CompileReport report;
  Stage last = std::min(arguments.emit.value_or(Stage::Memory), Stage::Memory);
  std::vector<mlir::OwningOpRef<mlir::ModuleOp>> copies;
  auto variants = plan(module, last, arguments.model.compile, report, copies);
  if (failed(variants))
    return ExitError;
  if (!arguments.kernel.empty())
    return printKernel(module, arguments);
  if (arguments.emit == Stage::Native)
    return failed(printLLVM(module, arguments.model.compile, llvm::outs())) ? ExitError : ExitSuccess;
  if (arguments.emit) {
    mlir::OpPrintingFlags flags;
    flags.enableDebugInfo(true, /*prettyForm=*/false);
    module->print(llvm::outs(), flags);
    llvm::outs() << "\n";
    return ExitSuccess;
  }

  Kernels kernels(variants->front().module);
  bool goesOn = tell(kernels.faults(), arguments.strict);
  llvm::SmallString<0> object;
  if (failed(runNative(*variants, report, object)))
    return ExitError;
  goesOn &= tell(kernels.faults(report.spills), arguments.strict);
  if (!goesOn)
    return ExitError;
  begin = PassTimes::now();
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
  if (report.budget)
    llvm::errs() << llvm::formatv("memory budget of {0} bytes ({1} without it) met: {2:F1} % more work\n", report.budget,
                                  report.arenaWithoutBudget, 100 * report.moreWork);
  if (arguments.time)
    printTimes(report, frontendTime, PassTimes::now() - begin);
  return ExitSuccess;
}
