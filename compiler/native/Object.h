// SPDX-License-Identifier: Apache-2.0
//===- Object.h - from planned functions to an object file ---------------===//
#pragma once

#include "compiler/native/Native.h"
#include "compiler/native/Target.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>

namespace llvm {
class Function;
class LLVMContext;
class Module;
} // namespace llvm

namespace kiln {

/// An entry function as the runtime calls it: see KilnEntryFn.
struct EntrySymbol {
  std::string function; ///< the function of the module that holds its body
};

/// Translates the functions of a planned module to LLVM IR for `cpu`; `table` gets the function for each of `entries`. With
/// `shares` see translateFunctions. Null after an error that was reported.
std::unique_ptr<llvm::Module> translateToLLVM(mlir::ModuleOp module, llvm::LLVMContext &context,
                                              const Cpu &cpu, llvm::TargetMachine &machine,
                                              llvm::ArrayRef<EntrySymbol> entries,
                                              llvm::SmallVectorImpl<llvm::Function *> &table, bool shares);

/// Adds what the runtime reads: `kiln_package` with the given bytes and `kiln_entry_table`.
void addPackage(llvm::Module &module, llvm::ArrayRef<llvm::Function *> table, llvm::ArrayRef<char> package);

/// Runs LLVM's passes and code generation; the object file's bytes are appended to `object`.
mlir::LogicalResult emitObject(llvm::Module &module, llvm::TargetMachine &machine,
                               llvm::SmallVectorImpl<char> &object, NativeReport &report);

/// Leaves the functions named and what they call, and appends their assembly.
mlir::LogicalResult emitAssembly(llvm::Module &module, llvm::TargetMachine &machine, llvm::ArrayRef<std::string> functions,
                                 llvm::SmallVectorImpl<char> &text);

} // namespace kiln
