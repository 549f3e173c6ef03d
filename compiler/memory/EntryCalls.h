// SPDX-License-Identifier: Apache-2.0
//===- EntryCalls.h - what an entry function calls ------------------------===//
#pragma once

#include "compiler/memory/PlanAttributes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln {

/// Whether the call is of a part of a long entry, and not of a kernel or of the runtime.
inline bool isPartCall(mlir::func::CallOp call) { return call.getCallee().starts_with(plan::kEntryPrefix); }

/// Calls `visit` for each call of a kernel by an entry function in program order, those of its parts where they stand.
inline void forLaunches(mlir::func::FuncOp entry, llvm::function_ref<void(mlir::func::CallOp, mlir::func::FuncOp kernel)> visit) {
  entry.walk([&](mlir::func::CallOp call) {
    auto callee = mlir::SymbolTable::lookupNearestSymbolFrom<mlir::func::FuncOp>(call, call.getCalleeAttr());
    if (!callee || callee.isExternal())
      return;
    if (isPartCall(call))
      forLaunches(callee, visit);
    else
      visit(call, callee);
  });
}

} // namespace kiln
