// SPDX-License-Identifier: Apache-2.0
//===- Emit.h - a contraction as loops over vectors -----------------------===//
#pragma once

#include "compiler/loops/contraction/Winograd.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace kiln::loops {

/// Writes the body of `kernel`: arguments as `kiln.launch` documents them. `elementwise` turns one
/// elementwise op of the dialect into ops on its (vector) operands. With a plan `schedule` is what came with it.
using ElementwiseEmitter =
    llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Operation *, mlir::ValueRange)>;
void emitContraction(const Contraction &contraction, const ContractionSchedule &schedule,
                     const WinogradPlan *plan, GroupOp group, mlir::func::FuncOp kernel, ElementwiseEmitter elementwise);

/// The same with the transformed kernels as one more argument, before the worker. Returns the function that makes them of the
/// kernels. For plans that keep them.
mlir::func::FuncOp emitPrepared(const Contraction &contraction, const ContractionSchedule &schedule, const WinogradPlan &plan,
                                GroupOp group, mlir::func::FuncOp kernel, ElementwiseEmitter elementwise);

/// Exchanges rows and lanes of a square of vectors.
void transposeSquare(mlir::ImplicitLocOpBuilder &builder, llvm::SmallVectorImpl<mlir::Value> &rows);

} // namespace kiln::loops
