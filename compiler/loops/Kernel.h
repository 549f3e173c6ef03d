// SPDX-License-Identifier: Apache-2.0
//===- Kernel.h - the function that one group becomes ----------------------===//
#pragma once

#include "compiler/loops/Evaluator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln::loops {

/// An empty kernel for `group`: memrefs of its operands and results, worker, workers.
mlir::func::FuncOp createKernel(mlir::OpBuilder &builder, GroupOp group, llvm::StringRef name);

/// Writes the body of `kernel` for any group: loops over the positions of each result.
void emitKernel(GroupOp group, mlir::func::FuncOp kernel, const Target &target);

/// Writes the body of `kernel` where `group` is a copy that turns axes; false, with nothing written, for others.
bool emitTurn(GroupOp group, mlir::func::FuncOp kernel, unsigned vectorBits);

/// The kernel of a flat group (Flat.h) for any length: its memrefs of one axis are dynamic, and the length comes before worker and workers.
mlir::func::FuncOp createFlatKernel(mlir::OpBuilder &builder, GroupOp group, llvm::StringRef name,
                                    const Target &target);

/// \name Kernels of single ops that are no function from positions to elements: false, with nothing written, for others.
/// @{
bool emitLines(GroupOp group, mlir::func::FuncOp kernel, const Target &target);
bool emitScatter(GroupOp group, mlir::func::FuncOp kernel, const Target &target);
/// @}

} // namespace kiln::loops
