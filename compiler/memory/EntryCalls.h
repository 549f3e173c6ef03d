// SPDX-License-Identifier: Apache-2.0
//===- EntryCalls.h - what an entry function calls ------------------------===//
#pragma once

#include "compiler/memory/PlanAttributes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln {

/// Calls `visit` for each call of a kernel by an entry function in program order. Copies and fills are no kernels.
inline void forLaunches(mlir::func::FuncOp entry, mlir::SymbolTable &symbols,
                        llvm::function_ref<void(mlir::func::CallOp, mlir::func::FuncOp kernel)> visit) {
  entry.walk([&](mlir::func::CallOp call) {
    auto callee = symbols.lookup<mlir::func::FuncOp>(call.getCalleeAttr().getAttr());
    if (callee && !callee.isExternal() && !callee.getSymName().starts_with(plan::kRuntimePrefix))
      visit(call, callee);
  });
}

} // namespace kiln
