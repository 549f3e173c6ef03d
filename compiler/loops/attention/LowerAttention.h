// SPDX-License-Identifier: Apache-2.0
//===- LowerAttention.h - kernels of groups of kind "attention" -----------===//
#pragma once

#include "compiler/loops/contraction/Emit.h"

namespace kiln::loops {

/// Writes the body of `kernel` for a group of kind "attention"; fails behind an error where its schedule cannot be what was chosen.
mlir::LogicalResult lowerAttention(GroupOp group, mlir::func::FuncOp kernel, unsigned vectorBits, ElementwiseEmitter elementwise);

} // namespace kiln::loops
