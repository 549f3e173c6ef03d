// SPDX-License-Identifier: Apache-2.0
//===- Compile.cpp - a planned module to an object file -------------------===//
#include "compiler/native/Native.h"
#include "compiler/native/Object.h"
#include "compiler/native/Package.h"
#include "compiler/native/ProbedEntries.h"
#include "compiler/native/Target.h"
#include "dialects/kiln/Kiln.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

using namespace mlir;
using namespace kiln;

namespace {
/// Translates `module` and gives the LLVM IR, with its machine, to `then`.
LogicalResult translated(ModuleOp module, const CompileOptions &options, NativeReport &report,
                         llvm::function_ref<LogicalResult(llvm::Module &, llvm::TargetMachine &)> then) {
  llvm::Expected<Cpu> cpu = findCpu(options.cpu);
  if (!cpu)
    return module.emitError(llvm::toString(cpu.takeError()));
  auto machine = createTargetMachine(*cpu, options.optimise);
  if (!machine)
    return module.emitError(llvm::toString(machine.takeError()));
  double begin = PassTimes::now();
  FailureOr<Package> package = writePackage(module, *cpu, options);
  if (failed(package))
    return failure();

  // The package holds all that these said; LLVM knows nothing of them.
  for (StorageOp storage : llvm::make_early_inc_range(module.getOps<StorageOp>()))
    storage.erase();
  addProbedEntries(module, package->entries);
  report.times.add("package", PassTimes::now() - begin);
  begin = PassTimes::now();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> ir =
      translateToLLVM(module, context, *cpu, **machine, package->entries, package->bytes);
  report.times.add("translation to LLVM IR", PassTimes::now() - begin);
  return ir ? then(*ir, **machine) : failure();
}
} // namespace

LogicalResult kiln::compileObject(ModuleOp module, const CompileOptions &options,
                                  llvm::SmallVectorImpl<char> &object, NativeReport *report) {
  NativeReport unused;
  NativeReport &told = report ? *report : unused;
  return translated(module, options, told, [&](llvm::Module &ir, llvm::TargetMachine &machine) {
    return emitObject(ir, machine, object, told);
  });
}

LogicalResult kiln::printLLVM(ModuleOp module, const CompileOptions &options,
                              llvm::raw_ostream &out) {
  NativeReport unused;
  return translated(module, options, unused, [&](llvm::Module &ir, llvm::TargetMachine &) {
    ir.print(out, nullptr);
    return success();
  });
}

LogicalResult kiln::printAssembly(ModuleOp module, const CompileOptions &options, ArrayRef<std::string> kernels,
                                  llvm::raw_ostream &out) {
  NativeReport unused;
  return translated(module, options, unused, [&](llvm::Module &ir, llvm::TargetMachine &machine) {
    llvm::SmallString<0> text;
    if (failed(emitAssembly(ir, machine, kernels, text)))
      return failure();
    out << text;
    return success();
  });
}
