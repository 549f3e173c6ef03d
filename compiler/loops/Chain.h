// SPDX-License-Identifier: Apache-2.0
//===- Chain.h - one kernel for a run of groups ---------------------------===//
#pragma once

#include "compiler/loops/contraction/LowerContractions.h"
#include "dialects/kiln/Kiln.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln::loops {

/// What one link of a chain calls: a kernel for the group at one batch position, and what is done once for all of them.
struct Link {
  mlir::func::FuncOp kernel;
  Preparation preparation;
};
using LinkOf = llvm::function_ref<Link(GroupOp)>;

/// Writes the body of `kernel` for a group of kind "chain": a loop over this worker's batch positions
/// that calls the kernel of each link in turn. What links hand on lies on the worker's stack.
void emitChain(GroupOp chain, mlir::func::FuncOp kernel, LinkOf linkOf);

} // namespace kiln::loops
