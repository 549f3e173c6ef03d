// SPDX-License-Identifier: Apache-2.0
//===- Native.h - from planned memory to an executable --------------------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "compiler/native/PassTimes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace kiln {

/// Registers of a kernel that an innermost loop keeps in memory.
struct Spills {
  std::string kernel;
  unsigned stores = 0, loads = 0; ///< instructions in that loop

  std::string text() const {
    return "spills registers: " + std::to_string(stores) + " stores and " + std::to_string(loads) +
           " loads of the stack in an innermost loop";
  }
};
struct NativeReport {
  PassTimes times;
  std::vector<Spills> spills;
};

/// The object file of a module that the memory stage has planned; the module is consumed.
mlir::LogicalResult compileObject(mlir::ModuleOp module, const CompileOptions &options,
                                  llvm::SmallVectorImpl<char> &object, NativeReport *report = nullptr);

/// A model that the memory stage has planned for one processor.
struct Variant {
  mlir::ModuleOp module;
  CompileOptions options;
};
/// One object file of all `variants` of a model, best processor first, among which the runtime chooses; the modules are consumed.
mlir::LogicalResult compileObject(llvm::ArrayRef<Variant> variants, llvm::SmallVectorImpl<char> &object,
                                  NativeReport *report = nullptr);

/// The same code as assembly, of these kernels and what they call alone; the module is consumed.
mlir::LogicalResult printAssembly(mlir::ModuleOp module, const CompileOptions &options, llvm::ArrayRef<std::string> kernels,
                                  llvm::raw_ostream &out);

/// The same module as the LLVM IR that becomes the object, as text; consumed as well.
mlir::LogicalResult printLLVM(mlir::ModuleOp module, const CompileOptions &options,
                              llvm::raw_ostream &out);

/// Links an object file with the runtime in `root`/lib/kiln and writes the executable to `output`, as
/// a whole or not at all. With `symbols` it keeps the names of its kernels.
llvm::Error linkExecutable(llvm::StringRef root, llvm::ArrayRef<char> object,
                           llvm::StringRef output, bool symbols);

} // namespace kiln
