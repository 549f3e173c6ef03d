// SPDX-License-Identifier: Apache-2.0
//===- Compile.cpp - a planned module to an object file -------------------===//
#include "compiler/native/Native.h"
#include "compiler/native/Object.h"
#include "compiler/native/Package.h"
#include "compiler/native/Target.h"
#include "dialects/kiln/Kiln.h"
#include "runtime/abi/Package.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"

#include <cstring>

using namespace mlir;
using namespace kiln;

namespace {

/// The IR of one model for several processors, function by function.
class Translation {
public:
  /// With `shares` kernels that differ in sizes alone are one.
  Translation(NativeReport &report, bool shares) : report(report), shares(shares) {}

  LogicalResult add(const Variant &variant);
  /// Gives the whole, with a machine, to `then`.
  LogicalResult finish(llvm::function_ref<LogicalResult(llvm::Module &, llvm::TargetMachine &)> then) {
    addPackage(*all, table, bytes);
    return then(*all, *machine);
  }

private:
  void addBytes(ArrayRef<char> package);
  /// Takes `ir` with other names for its functions than those that are there.
  LogicalResult link(std::unique_ptr<llvm::Module> ir, ArrayRef<llvm::Function *> entries, StringRef cpu, ModuleOp module);

  NativeReport &report;
  bool shares;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::TargetMachine> machine; ///< each function says what it may use
  std::unique_ptr<llvm::Module> all;
  SmallVector<llvm::Function *> table;
  SmallVector<char, 0> bytes;
  size_t last = 0; ///< where in `bytes` the last package begins
};

LogicalResult Translation::add(const Variant &variant) {
  ModuleOp module = variant.module;
  llvm::Expected<Cpu> cpu = findCpu(variant.options.cpu);
  if (!cpu)
    return module.emitError(llvm::toString(cpu.takeError()));
  auto made = createTargetMachine(*cpu, variant.options.optimise);
  if (!made)
    return module.emitError(llvm::toString(made.takeError()));
  double begin = PassTimes::now();
  FailureOr<Package> package = writePackage(module, *cpu, variant.options);
  if (failed(package))
    return failure();

  // The package holds all that these said; LLVM knows nothing of them.
  for (StorageOp storage : llvm::make_early_inc_range(module.getOps<StorageOp>()))
    storage.erase();
  addBytes(package->bytes);
  report.times.add("package", PassTimes::now() - begin);
  begin = PassTimes::now();
  SmallVector<llvm::Function *> entries;
  std::unique_ptr<llvm::Module> ir = translateToLLVM(module, context, *cpu, **made, package->entries, entries,
                                                     shares && variant.options.optimise);
  report.times.add("translation to LLVM IR", PassTimes::now() - begin);
  if (!ir)
    return failure();
  if (all)
    return link(std::move(ir), entries, cpu->name, module);
  machine = std::move(*made);
  all = std::move(ir);
  table = std::move(entries);
  return success();
}

void Translation::addBytes(ArrayRef<char> package) {
  abi::Header header;
  if (!bytes.empty()) {
    std::memcpy(&header, bytes.data() + last, sizeof header);
    header.next = bytes.size() - last;
    std::memcpy(bytes.data() + last, &header, sizeof header);
  }
  last = bytes.size();
  bytes.append(package.begin(), package.end());
  std::memcpy(&header, bytes.data() + last, sizeof header);
  header.functionFirst = table.size();
  std::memcpy(bytes.data() + last, &header, sizeof header);
}

LogicalResult Translation::link(std::unique_ptr<llvm::Module> ir, ArrayRef<llvm::Function *> entries, StringRef cpu, ModuleOp module) {
  for (llvm::Function &function : *ir)
    if (!function.isDeclaration())
      function.setName(function.getName() + "." + cpu);
  SmallVector<std::string> names;
  for (llvm::Function *entry : entries) {
    names.push_back(entry->getName().str());
    entry->setLinkage(llvm::GlobalValue::ExternalLinkage); // or nobody asks for it
  }
  if (llvm::Linker::linkModules(*all, std::move(ir)))
    return module.emitError("the code for `") << cpu << "` does not fit that for the other processors";
  for (const std::string &name : names) {
    table.push_back(all->getFunction(name));
    table.back()->setLinkage(llvm::GlobalValue::InternalLinkage);
  }
  return success();
}

LogicalResult translated(ArrayRef<Variant> variants, bool shares, NativeReport &report,
                         llvm::function_ref<LogicalResult(llvm::Module &, llvm::TargetMachine &)> then) {
  Translation translation(report, shares);
  for (const Variant &variant : variants)
    if (failed(translation.add(variant)))
      return failure();
  return translation.finish(then);
}

} // namespace

LogicalResult kiln::compileObject(ArrayRef<Variant> variants, llvm::SmallVectorImpl<char> &object, NativeReport *report) {
  NativeReport unused;
  NativeReport &told = report ? *report : unused;
  return translated(variants, /*shares=*/true, told, [&](llvm::Module &ir, llvm::TargetMachine &machine) {
    return emitObject(ir, machine, object, told);
  });
}

LogicalResult kiln::compileObject(ModuleOp module, const CompileOptions &options,
                                  llvm::SmallVectorImpl<char> &object, NativeReport *report) {
  return compileObject(Variant{module, options}, object, report);
}

LogicalResult kiln::printLLVM(ModuleOp module, const CompileOptions &options,
                              llvm::raw_ostream &out) {
  NativeReport unused;
  return translated(Variant{module, options}, /*shares=*/true, unused, [&](llvm::Module &ir, llvm::TargetMachine &) {
    ir.print(out, nullptr);
    return success();
  });
}

LogicalResult kiln::printAssembly(ModuleOp module, const CompileOptions &options, ArrayRef<std::string> kernels,
                                  llvm::raw_ostream &out) {
  NativeReport unused;
  return translated(Variant{module, options}, /*shares=*/false, unused, [&](llvm::Module &ir, llvm::TargetMachine &machine) {
    llvm::SmallString<0> text;
    if (failed(emitAssembly(ir, machine, kernels, text)))
      return failure();
    out << text;
    return success();
  });
}
