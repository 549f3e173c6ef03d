// SPDX-License-Identifier: Apache-2.0
//===- Compile.cpp - a planned module to an object file -------------------===//
#include "compiler/native/Native.h"
#include "compiler/native/Object.h"
#include "compiler/native/Package.h"
#include "compiler/native/Target.h"
#include "dialects/kiln/Kiln.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

using namespace mlir;
using namespace kiln;

namespace {
/// Translates `module` and gives the LLVM IR, with its machine, to `then`.
LogicalResult translated(ModuleOp module, const CompileOptions &options,
                         llvm::function_ref<LogicalResult(llvm::Module &, llvm::TargetMachine &)> then) {
  llvm::Expected<Cpu> cpu = findCpu(options.cpu);
  if (!cpu)
    return module.emitError(llvm::toString(cpu.takeError()));
  auto machine = createTargetMachine(*cpu);
  if (!machine)
    return module.emitError(llvm::toString(machine.takeError()));
  FailureOr<Package> package = writePackage(module, *cpu, options);
  if (failed(package))
    return failure();

  // The package holds all that these said; LLVM knows nothing of them.
  for (StorageOp storage : llvm::make_early_inc_range(module.getOps<StorageOp>()))
    storage.erase();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> ir =
      translateToLLVM(module, context, *cpu, **machine, package->entries, package->bytes);
  return ir ? then(*ir, **machine) : failure();
}
} // namespace

LogicalResult kiln::compileObject(ModuleOp module, const CompileOptions &options,
                                  llvm::SmallVectorImpl<char> &object) {
  return translated(module, options, [&](llvm::Module &ir, llvm::TargetMachine &machine) {
    return emitObject(ir, machine, object);
  });
}

LogicalResult kiln::printLLVM(ModuleOp module, const CompileOptions &options,
                              llvm::raw_ostream &out) {
  return translated(module, options, [&](llvm::Module &ir, llvm::TargetMachine &) {
    ir.print(out, nullptr);
    return success();
  });
}
