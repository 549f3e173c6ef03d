// SPDX-License-Identifier: Apache-2.0
//===- Chain.h - one kernel for a run of groups ---------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln::loops {

/// The function that one link of a chain calls: a kernel for the group at one batch position.
using KernelOf = llvm::function_ref<mlir::func::FuncOp(GroupOp)>;

/// Writes the body of `kernel` for a group of kind "chain": a loop over this worker's batch positions
/// that calls the kernel of each link in turn. What links hand on lies on the worker's stack.
void emitChain(GroupOp chain, mlir::func::FuncOp kernel, KernelOf kernelOf);

} // namespace kiln::loops
