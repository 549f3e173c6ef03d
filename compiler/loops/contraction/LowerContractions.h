// SPDX-License-Identifier: Apache-2.0
//===- LowerContractions.h ------------------------------------------------===//
#pragma once

#include "compiler/loops/contraction/Emit.h"

namespace kiln::loops {

/// Writes `kernel`'s body for a group of kind "contraction" of f32 or f64, of operands that may be kept in f16 or bf16; fails, leaving the
/// kernel untouched, where the group is not of linear accesses. Only where it `mayTransform` does a convolution go
/// another way than its sum of products (Winograd.h), with other roundings.
mlir::LogicalResult lowerContraction(GroupOp group, mlir::func::FuncOp kernel, unsigned vectorBits, bool mayTransform,
                                     ElementwiseEmitter elementwise);

} // namespace kiln::loops
