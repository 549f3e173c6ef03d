// SPDX-License-Identifier: Apache-2.0
//===- Native.h - from planned memory to an executable --------------------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace kiln {

/// The object file of a module that the memory stage has planned; the module is consumed.
mlir::LogicalResult compileObject(mlir::ModuleOp module, const CompileOptions &options,
                                  llvm::SmallVectorImpl<char> &object);

/// The same module as the LLVM IR that becomes the object, as text; consumed as well.
mlir::LogicalResult printLLVM(mlir::ModuleOp module, const CompileOptions &options,
                              llvm::raw_ostream &out);

/// Links an object file with the runtime in `root`/lib/kiln and writes the executable to `output`, as
/// a whole or not at all. With `symbols` it keeps the names of its kernels.
llvm::Error linkExecutable(llvm::StringRef root, llvm::ArrayRef<char> object,
                           llvm::StringRef output, bool symbols);

} // namespace kiln
