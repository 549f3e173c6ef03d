// SPDX-License-Identifier: Apache-2.0
//===- ProbedEntries.h - entries that say what they begin -----------------===//
#pragma once

#include "compiler/native/Object.h"
#include "mlir/IR/BuiltinOps.h"

namespace kiln {

/// `kiln_begin(call, worker, launch)` hands on to the probe of the call.
inline constexpr llvm::StringLiteral kBeginName = "kiln_begin";

/// The name of the copy of an entry function that calls with a probe run.
std::string probedName(llvm::StringRef function);

/// Beside each entry's function a copy that calls `kiln_begin`, declared here, before each launch, before each barrier, and where
/// its own code goes on. So what is not measured pays nothing, and kernels are the same.
void addProbedEntries(mlir::ModuleOp module, llvm::ArrayRef<EntrySymbol> entries);

} // namespace kiln
